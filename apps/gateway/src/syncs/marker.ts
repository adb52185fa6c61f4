import type { SyncStatus } from '@people-sync/contracts/api';
import { type Counts, noCounts } from '@people-sync/contracts';
import { countedIn, plannedOf } from './sync-counts';
import { isDone, isFinal, rankOf, type SyncState } from './sync-state';

/** Why a sync that was applying failed: a part of its changes was left out, and so nothing of them was written. */
export const CHANGES_DROPPED = 'changes-dropped';

/** What an event of another service means for one sync. `at`: when it happened, by that service. */
export type Marker =
  | { readonly kind: 'started'; readonly at: Date }
  | { readonly kind: 'read'; readonly at: Date; readonly seen: number }
  | { readonly kind: 'refetch'; readonly at: Date }
  | {
      readonly kind: 'planned';
      readonly at: Date;
      readonly outcome: 'applying' | 'held' | 'previewed';
      readonly hash: string;
      readonly heldBecause: readonly string[];
      readonly counts: Counts;
      readonly problems: number;
      readonly heldSince: Date | null;
    }
  /** The plan that waits is another one by what was settled for it. */
  | { readonly kind: 'revised'; readonly hash: string; readonly counts: Counts; readonly problems: number }
  | {
      readonly kind: 'closed';
      readonly at: Date;
      readonly status: 'cancelled' | 'failed';
      readonly reason: string | null;
      /** The EmployeeId of whoever the reason is about. */
      readonly about?: string | undefined;
    }
  | { readonly kind: 'approved'; readonly at: Date; readonly leaversOnly: boolean }
  | { readonly kind: 'rejected'; readonly at: Date; readonly notNow: boolean }
  | { readonly kind: 'expired'; readonly at: Date }
  | { readonly kind: 'superseded'; readonly at: Date; readonly by: string }
  /** The OK was refused: the plan waits on, without the slot. */
  | { readonly kind: 'released' }
  | { readonly kind: 'applied'; readonly at: Date; readonly counts: Counts; readonly problems: number };

/**
 * The sync after one more event, or the very same object if the event changes nothing. Topics are read side by side,
 * so events may arrive in any order: a status never goes back, and a final one stays; only what the plan says and the
 * time when reading began may still be filled in. How a number is settled is the reconciler's to say (PlanMade,
 * SyncClosed), since attempts may overlap: of what the fetcher says it is only shown how far it got. A held plan that is approved goes a step forward.
 */
export function afterMarker(sync: SyncState, marker: Marker, now: Date): SyncState {
  switch (marker.kind) {
    case 'started':
      return moved({ ...sync, startedAt: sync.startedAt ?? marker.at }, sync, 'fetching', now);
    case 'read':
      return afterRead(sync, marker, now);
    case 'refetch':
      return sync.refetched || rankOf(sync.status) >= rankOf('held') ? sync : { ...sync, refetched: true };
    case 'planned':
      return afterPlan(sync, marker, now);
    case 'closed':
      return endedAlready(sync, marker.reason)
        ? sync
        : ended({ ...sync, reason: marker.reason, about: marker.about ?? null }, marker.status, marker.at, now);
    case 'revised':
      return afterRevision(sync, marker);
    case 'approved': {
      const next = moved({ ...sync, settled: true }, sync, 'applying', now);
      return marker.leaversOnly && next.reason === null ? { ...next, reason: 'leavers-only' } : next;
    }
    case 'rejected': {
      const reason = marker.notNow ? 'not-now' : null;
      return isDecided(sync) ? sync : ended({ ...sync, settled: true, reason }, 'rejected', marker.at, now);
    }
    case 'expired':
      return isDecided(sync) ? sync : ended({ ...sync, settled: true }, 'expired', marker.at, now);
    case 'superseded':
      return isDecided(sync)
        ? sync
        : ended({ ...sync, settled: true, supersededBy: marker.by }, 'superseded', marker.at, now);
    case 'released':
      return sync.approving ? { ...sync, approving: false } : sync;
    case 'applied':
      return isFinal(sync.status)
        ? sync
        : ended(
            {
              ...sync,
              settled: true,
              planned: plannedOf(sync),
              counts: marker.counts,
              problems: marker.problems,
            },
            needsAttention(marker) ? 'completed-with-problems' : 'completed',
            marker.at,
            now,
          );
  }
}

/** PeopleHR has answered an attempt; whether that answer counts is the reconciler's to say. */
function afterRead(sync: SyncState, marker: Extract<Marker, { kind: 'read' }>, now: Date): SyncState {
  if (isFinal(sync.status)) return sync;
  const counts = sync.counts ?? { ...noCounts, seen: marker.seen };
  return moved({ ...sync, counts }, sync, 'comparing', now);
}

/** One that applies ends so only because the writer has dropped its changes, and the reconciler has heard of it. */
const endedAlready = (sync: SyncState, reason: string | null): boolean =>
  reason === CHANGES_DROPPED ? isFinal(sync.status) : isDecided(sync);

/** Its changes are committed for applying, or it is over. */
const isDecided = (sync: SyncState): boolean => rankOf(sync.status) >= rankOf('applying');

/** The first plan counts. One that comes late moves nothing, and adds what is not known better by then. */
function afterPlan(sync: SyncState, marker: Extract<Marker, { kind: 'planned' }>, now: Date): SyncState {
  if (sync.planHash !== null) return sync;
  const planned: SyncState = {
    ...sync,
    settled: true,
    planHash: marker.hash,
    heldBecause: marker.heldBecause,
    heldSince: marker.heldSince,
    // The writer alone decides what was done.
    ...(isDone(sync.status)
      ? { planned: { ...countedIn(marker.counts), problems: marker.problems } }
      : { counts: marker.counts, problems: marker.problems }),
  };
  if (isDecided(sync)) return planned;
  if (marker.outcome === 'previewed') return ended(planned, 'previewed', marker.at, now);
  const next = moved(planned, sync, marker.outcome, now);
  // Somebody gave their OK to just these changes, and wanted them read again before.
  return marker.outcome === 'held' && marker.hash === sync.okHash ? { ...next, approving: true } : next;
}

/** What is applied meanwhile is the newest of them. */
function afterRevision(sync: SyncState, { hash, counts, problems }: Extract<Marker, { kind: 'revised' }>): SyncState {
  if (sync.status !== 'held' && sync.status !== 'applying') return sync;
  return sync.planHash === hash && sync.counts === counts ? sync : { ...sync, planHash: hash, counts, problems };
}

/** Up to `status` if that is a step forward; other changes of `sync` stay. The same object if there are none. */
function moved(sync: SyncState, before: SyncState, status: SyncStatus, now: Date): SyncState {
  if (rankOf(status) > rankOf(before.status)) return { ...sync, status, statusSince: now, approving: false };
  const same = sync.settled === before.settled && sync.counts === before.counts && sync.startedAt === before.startedAt;
  return same ? before : sync;
}

const ended = (sync: SyncState, status: SyncStatus, at: Date, now: Date): SyncState => ({
  ...sync,
  status,
  statusSince: now,
  finishedAt: at,
  approving: false,
});

/** Somebody has to look: an open problem, somebody who was not added, somebody who waits for a licence. */
const needsAttention = ({ counts, problems }: Extract<Marker, { kind: 'applied' }>): boolean =>
  problems > 0 || counts.refused > 0 || counts.waiting > 0;
