import type { EmployeeField } from '@people-sync/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One field of a person's record, before and after. */
export interface FieldChange {
  readonly field: EmployeeField;
  readonly old: string | null;
  readonly new: string | null;
}

/** One person's change in a plan, as a person looks at it. */
@Entity('plan_items')
export class StoredPlanItem {
  @PrimaryColumn({ name: 'tenant_id', type: 'text' })
  tenantId: string;

  @PrimaryColumn({ name: 'sync_id', type: 'uuid' })
  syncId: string;

  /** 0, 1, 2…: leavers, changes, joiners. */
  @PrimaryColumn({ type: 'integer' })
  idx: number;

  @Column({ name: 'person_id', type: 'uuid' })
  personId: string;

  @Column({ name: 'employee_id', type: 'text' })
  employeeId: string;

  @Column({ type: 'text', nullable: true })
  name: string | null;

  @Column({ type: 'text' })
  kind: 'joined' | 'rejoined' | 'changed' | 'left';

  /** Of a leaver: how we know. */
  @Column({ type: 'text', nullable: true })
  proof: string | null;

  /** Null for joiners, all of whose fields are new. */
  @Column({ type: 'json', nullable: true })
  changes: FieldChange[] | null;
}
