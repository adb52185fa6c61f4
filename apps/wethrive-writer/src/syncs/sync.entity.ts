import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../people/person.entity';

/** A sync with a plan, on its way into the People table or applied to it. */
@Entity('syncs')
export class Sync {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  @PrimaryColumn('uuid', { name: 'sync_id' })
  syncId: string;

  /** Null if it was dropped before its plan came. */
  @Column('bigint', { transformer: wholeNumber, nullable: true })
  number: number | null;

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

  /** This and the next four are what was applied. */
  @Column('bigint', { transformer: wholeNumber })
  joined: number;

  @Column('bigint', { transformer: wholeNumber })
  rejoined: number;

  @Column('bigint', { transformer: wholeNumber })
  changed: number;

  @Column('bigint', { transformer: wholeNumber })
  left: number;

  @Column('bigint', { transformer: wholeNumber })
  waiting: number;

  @Column('timestamptz', { name: 'applied_at', nullable: true })
  appliedAt: Date | null;
}
