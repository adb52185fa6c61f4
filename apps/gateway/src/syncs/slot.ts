import type { SyncMode } from '@people-sync/contracts';
import { afterMarker, type Marker } from './marker';
import { isFinal, type SyncState, takesSlot } from './sync-state';

/** What a trigger leads to. `existing`: that sync serves it, and nothing new is made. */
export type TriggerDecision =
  { readonly kind: 'existing'; readonly sync: SyncState } | { readonly kind: 'take-slot' } | { readonly kind: 'queue' };

/**
 * One slot per tenant, and at most one follow-up per mode behind it. A sync that has not begun to read serves every
 * trigger of its mode; one that reads already may have missed what the trigger is about.
 * @param live the tenant's syncs that are not over, in any order.
 */
export function onTrigger(live: readonly SyncState[], mode: SyncMode): TriggerDecision {
  const waiting = live.find((sync) => sync.mode === mode && (sync.status === 'requested' || sync.status === 'queued'));
  if (waiting) return { kind: 'existing', sync: waiting };
  const busy = live.some((sync) => takesSlot(sync) || sync.status === 'queued');
  return busy ? { kind: 'queue' } : { kind: 'take-slot' };
}

/** The follow-up that gets the slot, if the slot is free: the one that was asked for first. */
export function nextInSlot(live: readonly SyncState[]): SyncState | undefined {
  if (live.some((sync) => takesSlot(sync))) return undefined;
  return live
    .filter((sync) => sync.status === 'queued')
    .reduce<SyncState | undefined>((first, sync) => (first && first.number < sync.number ? first : sync), undefined);
}

/** A marker with the number of the sync that it is about. */
export interface NumberedMarker {
  readonly number: number;
  readonly marker: Marker;
}

/** What one tenant's events of a batch lead to. */
export interface SlotOutcome {
  /** Syncs that differ now; those that leave the slot stand before those that take it. */
  readonly changed: readonly SyncState[];
  /** To be asked for from the fetcher; `again`: without the short cut, since it did not hold. */
  readonly requests: readonly { readonly sync: SyncState; readonly again: boolean }[];
  /** Asked for, and over without a plan: nothing is to be read for them any more, if somebody still does. */
  readonly withdrawn: readonly SyncState[];
}

/** An OK for a plan that a newer sync took over is an OK for the newer one: that one has the slot now. */
function handOver(syncs: Map<number, SyncState>, applying: number): void {
  for (const sync of syncs.values()) {
    if (sync.approving && sync.number !== applying) syncs.set(sync.number, { ...sync, approving: false });
  }
}

/**
 * Applies a tenant's markers in order and gives a slot that came free to the follow-up. Markers of unknown numbers are
 * ignored.
 * @param syncs the tenant's syncs that are not over, and those that the markers name.
 */
export function onMarkers(syncs: readonly SyncState[], markers: readonly NumberedMarker[], now: Date): SlotOutcome {
  const before = new Map(syncs.map((sync) => [sync.number, sync]));
  const after = new Map(before);
  const again = new Set<number>();
  for (const { number, marker } of markers) {
    const sync = after.get(number);
    // A follow-up that was never asked for can be cancelled, and has no other events.
    if (!sync || (sync.status === 'queued' && marker.kind !== 'closed')) continue;
    const next = afterMarker(sync, marker, now);
    after.set(number, next);
    if (next.refetched && !sync.refetched) again.add(number);
    if (next.status === 'applying') handOver(after, number);
  }
  const changed = [...after.values()].filter((sync) => before.get(sync.number) !== sync);
  const withdrawn = changed.filter(
    (sync) => isFinal(sync.status) && !sync.settled && wasAskedFor(before.get(sync.number)),
  );
  const requests = changed
    .filter((sync) => again.has(sync.number) && !isFinal(sync.status))
    .map((sync) => ({ sync, again: true }));
  const follower = nextInSlot([...after.values()]);
  if (!follower) return { changed, requests, withdrawn };
  const taken: SyncState = { ...follower, status: 'requested', statusSince: now };
  return { changed: [...changed, taken], requests: [...requests, { sync: taken, again: false }], withdrawn };
}

const wasAskedFor = (sync: SyncState | undefined): boolean =>
  sync !== undefined && sync.status !== 'queued' && !isFinal(sync.status) && !sync.settled;
