import type { Counts } from '@people-sync/contracts';
import type { MeasuredSafeguard, QuietCounts } from '@people-sync/reconciliation';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Answer, Ending } from '../judging/ending';

/** Where a plan has come to. Only one that is held goes on; one that was to be applied may be dropped by the writer. */
export const planStates = [
  'applying',
  'previewed',
  'held',
  'approved',
  'rejected',
  'expired',
  'superseded',
  'cancelled',
  'dropped',
] as const;
export type PlanState = (typeof planStates)[number];

/** What a plan that waits was made of: with its staged rows, the same plan can be made again. */
export interface StoredJudging {
  readonly ending: Omit<Ending, 'answer'>;
  readonly answer: Answer;
  readonly everything: boolean;
}

/** What a sync is to do, decided once; only its state changes. */
@Entity('plans')
export class StoredPlan {
  @PrimaryColumn({ name: 'tenant_id', type: 'text' })
  tenantId: string;

  @PrimaryColumn({ name: 'sync_id', type: 'uuid' })
  syncId: string;

  @Column({ type: 'integer' })
  number: number;

  @Column({ type: 'text' })
  outcome: 'applying' | 'held' | 'previewed';

  @Column({ type: 'text' })
  state: PlanState;

  @Column({ name: 'held_because', type: 'text', array: true })
  heldBecause: string[];

  @Column({ type: 'text' })
  hash: string;

  /** Version of known, of the policy, of settled cases and of the rules that it was made with. */
  @Column({ type: 'integer' })
  base: number;

  @Column({ type: 'integer' })
  policy: number;

  @Column({ type: 'integer' })
  decisions: number;

  @Column({ type: 'integer' })
  rules: number;

  @Column({ type: 'json' })
  counts: Counts;

  @Column({ name: 'item_count', type: 'integer' })
  itemCount: number;

  /** Number of problems that were open after it. */
  @Column({ type: 'integer' })
  problems: number;

  /** Changes that somebody had said no to before. */
  @Column({ type: 'integer' })
  kept: number;

  /** What is told of those to whom nothing happens. */
  @Column({ type: 'json' })
  quiet: QuietCounts;

  @Column({ type: 'json' })
  safeguards: MeasuredSafeguard[];

  @Column({ name: 'superseded_by', type: 'uuid', nullable: true })
  supersededBy: string | null;

  /** Of one that is held. */
  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  @Column({ name: 'decided_by', type: 'text', nullable: true })
  decidedBy: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt: Date | null;

  /** Person ids that were left out when it was approved. */
  @Column({ type: 'uuid', array: true })
  excluded: string[];

  /** Only those who leave by status or date were let go when it was approved. */
  @Column({ name: 'leavers_only', type: 'boolean' })
  leaversOnly: boolean;

  /** Of one that was rejected: person ids whose whole change was said no to. Null: not known, as of the version before. */
  @Column({ type: 'uuid', array: true, nullable: true })
  also: string[] | null;

  /** Likewise: it was only put off. */
  @Column({ name: 'not_now', type: 'boolean', nullable: true })
  notNow: boolean | null;

  /** Of one that is held. */
  @Column({ type: 'json', nullable: true })
  judging: StoredJudging | null;

  /** When PeopleHR's answer was read. */
  @Column({ name: 'taken_at', type: 'timestamptz', insert: false, update: false })
  takenAt: Date;

  @Column({ name: 'made_at', type: 'timestamptz', insert: false, update: false })
  madeAt: Date;
}
