import type { PlannedCounts, SyncStatus } from '@people-sync/contracts/api';
import type { Counts, SyncMode, SyncTrigger } from '@people-sync/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SyncState } from './sync-state';

/** One sync, as it is stored. The database derives its `rank` from the status. */
@Entity('syncs')
export class Sync implements SyncState {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  @PrimaryColumn('integer')
  number: number;

  @Column('uuid', { name: 'sync_id' })
  id: string;

  @Column('text')
  mode: SyncMode;

  @Column('text')
  trigger: SyncTrigger;

  @Column('text', { name: 'requested_by' })
  requestedBy: string;

  @Column('text')
  status: SyncStatus;

  @Column('timestamptz', { name: 'status_since' })
  statusSince: Date;

  @Column('boolean')
  settled: boolean;

  @Column('boolean')
  refetched: boolean;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text', { nullable: true })
  about: string | null;

  @Column('jsonb', { nullable: true })
  counts: Counts | null;

  @Column('jsonb', { nullable: true })
  planned: PlannedCounts | null;

  @Column('integer')
  problems: number;

  @Column('text', { name: 'plan_hash', nullable: true })
  planHash: string | null;

  @Column('text', { name: 'held_because', array: true })
  heldBecause: string[];

  @Column('timestamptz', { name: 'held_since', nullable: true })
  heldSince: Date | null;

  @Column('boolean')
  approving: boolean;

  @Column('text', { name: 'ok_hash', nullable: true })
  okHash: string | null;

  @Column('uuid', { name: 'superseded_by', nullable: true })
  supersededBy: string | null;

  @Column('text', { nullable: true })
  traceparent: string | null;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}
