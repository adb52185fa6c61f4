import { StartSync, type Sync, WatchSync } from '@people-sync/contracts/api';
import { heldReasons, syncSentence } from '@people-sync/wording';
import { bodyOf } from '../shapes/class-of';
import { countsView } from './sync-counts';
import type { SyncState } from './sync-state';
import { stepOf } from './sync-steps';

/** `POST …/syncs`. */
export class StartSyncBody extends bodyOf(StartSync) {}

/** What `WatchSync` is asked beside the path. */
export class WatchSyncBody extends bodyOf(WatchSync) {}

/** The sync as it is shown at `now`; one that applies, or is to, and has not moved for `stalledAfterMs` is shown as stalled. */
export function syncView(sync: SyncState, now: Date, stalledAfterMs: number): Sync {
  const writes = sync.status === 'applying' || sync.approving;
  const stalled = writes && now.getTime() - sync.statusSince.getTime() > stalledAfterMs;
  const [notNow, leaversOnly] = [sync.reason === 'not-now', sync.reason === 'leavers-only'];
  return {
    syncId: sync.id,
    syncNumber: sync.number,
    mode: sync.mode,
    trigger: sync.trigger,
    requestedBy: sync.requestedBy,
    status: sync.status,
    reason: notNow || leaversOnly ? null : sync.reason,
    notNow,
    leaversOnly,
    message: syncSentence(sync, stalled),
    ...countsView(sync),
    requestedAt: sync.requestedAt.toISOString(),
    startedAt: sync.startedAt?.toISOString() ?? null,
    finishedAt: sync.finishedAt?.toISOString() ?? null,
    planHash: sync.planHash,
    heldBecause: sync.heldBecause,
    heldReasons: heldReasons(sync.heldBecause),
    heldSince: sync.heldSince?.toISOString() ?? null,
    supersededBy: sync.supersededBy,
    stalledSince: stalled ? sync.statusSince.toISOString() : null,
    step: stepOf(sync) ?? null,
  };
}
