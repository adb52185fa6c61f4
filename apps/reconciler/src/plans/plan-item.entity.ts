import type { FieldChange } from '@people-sync/reconciliation';
import { Column, Entity, PrimaryColumn } from 'typeorm';

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

  /** The address after the change, and what else tells somebody apart. */
  @Column({ type: 'text', nullable: true })
  email: string | null;

  /** Of items that are shown as one line. */
  @Column({ name: 'group_id', type: 'text' })
  groupId: string;

  @Column({ name: 'job_role', type: 'text', nullable: true })
  jobRole: string | null;

  @Column({ type: 'text', nullable: true })
  location: string | null;

  @Column({ type: 'text', nullable: true })
  department: string | null;

  /** Of a plan that is not applied at once: what a no to all of it is remembered by, and what of that makes it wait. */
  @Column({ name: 'kept_keys', type: 'json' })
  keptKeys: string[];

  @Column({ name: 'counted_keys', type: 'json' })
  countedKeys: string[];

  /** Likewise: the digest of its row; null for somebody absent. */
  @Column({ name: 'row_digest', type: 'text', nullable: true })
  rowDigest: string | null;

  /** Somebody left it out of the plan that waits. */
  @Column({ name: 'left_out', type: 'boolean' })
  leftOut: boolean;

  /** Of a leaver: how we know. */
  @Column({ type: 'text', nullable: true })
  proof: string | null;

  /** Null for joiners, all of whose fields are new. */
  @Column({ type: 'json', nullable: true })
  changes: FieldChange[] | null;
}
