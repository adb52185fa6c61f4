import type { FieldChange, Marks, PlanItem } from '@people-sync/reconciliation';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a person can settle. */
export const decisionKinds = [
  'same-person',
  'new-person',
  'missing-left',
  'missing-keep',
  'leaver-left',
  'leaver-not-yet',
  'leave-out',
  'kept',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** What a person settled. It holds until it is undone, or has nothing to say any more. */
@Entity('decisions')
export class Decision {
  @PrimaryColumn({ name: 'tenant_id', type: 'text' })
  tenantId: string;

  @PrimaryColumn({ name: 'decision_id', type: 'uuid' })
  decisionId: string;

  /** Rises with every decision; pages go by it. A 64-bit number as text. */
  @Column({ type: 'bigint', insert: false, update: false })
  seq: string;

  @Column({ type: 'text' })
  kind: DecisionKind;

  @Column({ name: 'employee_id', type: 'text', nullable: true })
  employeeId: string | null;

  @Column({ name: 'person_id', type: 'uuid', nullable: true })
  personId: string | null;

  @Column({ type: 'text', nullable: true })
  name: string | null;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  /** Of an identity: the row as it was then. */
  @Column({ type: 'json', nullable: true })
  about: Marks | null;

  /** Of a no: everything that it is about, as in `KeptKeys`; of a word about a leaver the one leaving that it is about. */
  @Column({ name: 'kept_keys', type: 'text', array: true, nullable: true })
  keptKeys: string[] | null;

  @Column({ name: 'item_kind', type: 'text', nullable: true })
  itemKind: PlanItem['kind'] | null;

  @Column({ type: 'json', nullable: true })
  changes: FieldChange[] | null;

  /** Of a no, the plan that it was said to; of what is tentative, the plan that it is for. */
  @Column({ name: 'sync_id', type: 'uuid', nullable: true })
  syncId: string | null;

  /** It is for a plan that waits alone, and holds once that is applied. */
  @Column({ type: 'boolean' })
  tentative: boolean;

  /** Of what is tentative: the digest of the row that it is about; null: PeopleHR has none. */
  @Column({ name: 'row_digest', type: 'text', nullable: true })
  rowDigest: string | null;

  @Column({ name: 'decided_by', type: 'text', nullable: true })
  decidedBy: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', insert: false })
  decidedAt: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt: Date | null;

  /** Who undid it; null if it ended by itself. */
  @Column({ name: 'ended_by', type: 'text', nullable: true })
  endedBy: string | null;
}
