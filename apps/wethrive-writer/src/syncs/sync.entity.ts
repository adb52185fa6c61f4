import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../people/person.entity';

/** A sync with a plan, on its way into the People table or applied to it. */
@Entity('syncs')
export class Sync {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  @PrimaryColumn('uuid', { name: 'sync_id' })
  syncId: string;

  @Column('bigint', { transformer: wholeNumber })
  number: number;

  /** `held` until somebody approves the plan; `dropped` once it can never be applied any more. */
  @Column('text')
  state: 'held' | 'planned' | 'dropped' | 'applied';

  @Column('bigint', { name: 'item_count', transformer: wholeNumber })
  itemCount: number;

  /** This and the next four are the plan's: the writer cannot count them. */
  @Column('bigint', { transformer: wholeNumber })
  problems: number;

  @Column('bigint', { transformer: wholeNumber })
  seen: number;

  @Column('bigint', { transformer: wholeNumber })
  refused: number;

  @Column('bigint', { transformer: wholeNumber })
  unchanged: number;

  @Column('bigint', { transformer: wholeNumber })
  missing: number;

  @Column('timestamptz', { name: 'applied_at', nullable: true })
  appliedAt: Date | null;
}
