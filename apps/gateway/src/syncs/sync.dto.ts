import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type Counts,
  noCounts,
  type SyncMode,
  syncModes,
  type SyncTrigger,
  syncTriggers,
} from '@people-sync/contracts';
import { IsIn } from 'class-validator';
import { PageOf } from '../paging/page.dto';
import { heldReasons } from '../plans/safeguard-sentences';
import { syncSentence } from './sync-sentences';
import { isFinal, type SyncState, type SyncStatus, syncStatuses } from './sync-state';
import type { Shape } from '../paging/shape';

/** `POST …/syncs`. */
export class StartSyncBody {
  /** `repair`: apply, with every row judged and restated. */
  @ApiPropertyOptional({ enum: syncModes, default: 'apply' })
  @IsIn(syncModes)
  mode: SyncMode = 'apply';
}

/** What a sync did, in people. */
export class CountsView implements Counts {
  @ApiProperty({ type: 'integer' }) seen: number;
  @ApiProperty({ type: 'integer' }) joined: number;
  @ApiProperty({ type: 'integer' }) rejoined: number;
  @ApiProperty({ type: 'integer' }) changed: number;
  @ApiProperty({ type: 'integer' }) left: number;
  @ApiProperty({ type: 'integer' }) waiting: number;
  @ApiProperty({ type: 'integer' }) refused: number;
  @ApiProperty({ type: 'integer' }) unchanged: number;
  @ApiProperty({ type: 'integer' }) missing: number;
}

const instant = { type: String, format: 'date-time', nullable: true } as const;

/** A sync as callers see it. */
export class SyncView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ type: 'integer', description: 'Rises per tenant' }) number: number;
  @ApiProperty({ enum: syncModes }) mode: SyncMode;
  @ApiProperty({ enum: syncTriggers }) trigger: SyncTrigger;
  @ApiProperty() requestedBy: string;
  @ApiProperty({ enum: syncStatuses }) status: SyncStatus;
  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'A stable word, if it failed or was cancelled; not-now: its changes were put off; leavers-only: nothing else of it was applied',
  })
  reason: string | null;
  @ApiProperty({ description: 'The sentence for an administrator, with the next step' }) message: string;
  @ApiProperty({ type: CountsView }) counts: CountsView;
  @ApiProperty({ type: 'integer', description: 'Open problems after it' }) problems: number;
  @ApiProperty({ format: 'date-time' }) requestedAt: string;
  @ApiProperty({ ...instant, description: 'When reading began' }) startedAt: string | null;
  @ApiProperty(instant) finishedAt: string | null;
  @ApiProperty({ type: String, nullable: true }) planHash: string | null;
  @ApiProperty({ type: [String] }) heldBecause: readonly string[];
  @ApiProperty({ type: [String], description: 'The same in words, each for itself' }) heldReasons: readonly string[];
  @ApiProperty({ ...instant, description: 'Since when changes have waited, over all checks that found them' })
  heldSince: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The newer sync that took its place' })
  supersededBy: string | null;
  @ApiProperty({ ...instant, description: 'Since when it has not moved, if it should have' })
  stalledSince: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The step that it is in; null once it is over' })
  step: string | null;
}
export type SyncJson = Shape<SyncView>;

/** One page of syncs, newest first. */
export class SyncPage extends PageOf(SyncView) {}

/** The sync as it is shown at `now`; one that applies, or is to, and has not moved for `stalledAfterMs` is shown as stalled. */
export function syncView(sync: SyncState, now: Date, stalledAfterMs: number): SyncJson {
  const writes = sync.status === 'applying' || sync.approving;
  const stalled = writes && now.getTime() - sync.statusSince.getTime() > stalledAfterMs;
  return {
    id: sync.id,
    number: sync.number,
    mode: sync.mode,
    trigger: sync.trigger,
    requestedBy: sync.requestedBy,
    status: sync.status,
    reason: sync.reason,
    message: syncSentence(sync, stalled),
    // Always in the same order, whatever the database made of it.
    counts: { ...noCounts, ...sync.counts },
    problems: sync.problems,
    requestedAt: sync.requestedAt.toISOString(),
    startedAt: sync.startedAt?.toISOString() ?? null,
    finishedAt: sync.finishedAt?.toISOString() ?? null,
    planHash: sync.planHash,
    heldBecause: sync.heldBecause,
    heldReasons: heldReasons(sync.heldBecause),
    heldSince: sync.heldSince?.toISOString() ?? null,
    supersededBy: sync.supersededBy,
    stalledSince: stalled ? sync.statusSince.toISOString() : null,
    step: isFinal(sync.status) ? null : sync.approving ? 'approving' : sync.status,
  };
}
