import {
  type AnyEvent,
  type EventDefinition,
  isEvent,
  PlanApproved,
  PlanExpired,
  PlanMade,
  PlanRejected,
  PlanRevised,
  PlanSuperseded,
  SnapshotCompleted,
  SnapshotRefetchNeeded,
  SnapshotStarted,
  SnapshotUnchanged,
  SyncApplied,
  SyncClosed,
} from '@people-sync/contracts';
import type { NumberedMarker } from './slot';

/**
 * The events that move a sync. SnapshotFailed is none: it is the word of one attempt, and the reconciler, who
 * hears all of them, says with SyncClosed if it ended the sync.
 */
export const markerEvents: readonly EventDefinition[] = [
  SnapshotStarted,
  SnapshotCompleted,
  SnapshotUnchanged,
  PlanMade,
  PlanRevised,
  PlanApproved,
  PlanRejected,
  PlanExpired,
  PlanSuperseded,
  SyncClosed,
  SnapshotRefetchNeeded,
  SyncApplied,
];

/** What an event means for a sync; undefined if it means nothing here. */
export function markerOf(event: AnyEvent): NumberedMarker | undefined {
  const at = new Date(event.time);
  if (isEvent(SnapshotStarted, event)) return { number: event.data.number, marker: { kind: 'started', at } };
  if (isEvent(SnapshotCompleted, event) || isEvent(SnapshotUnchanged, event)) {
    const { number, count: seen } = event.data;
    return { number, marker: { kind: 'read', at, seen } };
  }
  if (isEvent(SnapshotRefetchNeeded, event)) return { number: event.data.number, marker: { kind: 'refetch', at } };
  if (isEvent(PlanMade, event)) {
    const { number, outcome, hash, heldBecause, counts, problems } = event.data;
    const heldSince = event.data.heldSince === null ? null : new Date(event.data.heldSince);
    return { number, marker: { kind: 'planned', at, outcome, hash, heldBecause, counts, problems, heldSince } };
  }
  if (isEvent(PlanRevised, event)) {
    const { number, hash, counts, problems } = event.data;
    return { number, marker: { kind: 'revised', hash, counts, problems } };
  }
  if (isEvent(PlanApproved, event)) {
    const { number, part } = event.data;
    return { number, marker: { kind: 'approved', at, leaversOnly: part === 'leavers' } };
  }
  if (isEvent(PlanRejected, event)) {
    const { number, remembers } = event.data;
    return { number, marker: { kind: 'rejected', at, notNow: remembers === 'nothing' } };
  }
  if (isEvent(PlanExpired, event)) return { number: event.data.number, marker: { kind: 'expired', at } };
  if (isEvent(PlanSuperseded, event)) {
    const { number, by } = event.data;
    return { number, marker: { kind: 'superseded', at, by } };
  }
  if (isEvent(SyncClosed, event)) {
    const { number, status, reason, about } = event.data;
    return { number, marker: { kind: 'closed', at, status, reason, about } };
  }
  if (isEvent(SyncApplied, event)) {
    const { number, counts, problems } = event.data;
    return { number, marker: { kind: 'applied', at, counts, problems } };
  }
  return undefined;
}
