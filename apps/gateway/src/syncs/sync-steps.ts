import { type SyncStep, syncStatuses, syncSteps } from '@people-sync/contracts/api';
import { afterMarker, type Marker } from './marker';
import { isFinal, type SyncState } from './sync-state';

/** How syncs end. */
export const syncEndings = syncStatuses.filter(isFinal);

/** Undefined once it is over. */
export function stepOf({ status, approving }: Pick<SyncState, 'status' | 'approving'>): SyncStep | undefined {
  if (approving) return 'approving';
  return syncSteps.find((step) => step === status);
}

/** A step that a sync has left. */
export interface LeftStep {
  readonly step: SyncStep;
  readonly seconds: number;
}

/**
 * The steps that a sync has left on its way from `before` to `after`, and how long it was in each: they add up to the time
 * from `before.statusSince` to `now`. Markers of several steps may come together; then it is theirs to say when the first
 * ones ended, as far as their clocks can be right.
 * @param markers of this sync, in order
 */
export function leftSteps(
  before: SyncState,
  after: SyncState,
  markers: readonly Marker[],
  now: Date,
): readonly LeftStep[] {
  const left: { readonly step: SyncStep; readonly until: number }[] = [];
  let sync = before;
  const goTo = (next: SyncState, until: number): void => {
    const step = stepOf(sync);
    if (step !== undefined && step !== stepOf(next)) left.push({ step, until });
    sync = next;
  };
  for (const marker of markers) goTo(afterMarker(sync, marker, now), 'at' in marker ? marker.at.getTime() : NaN);
  // What no marker says: it got the slot, or another one took its OK over.
  goTo(after, now.getTime());
  let since = before.statusSince.getTime();
  return left.map(({ step, until }, index) => {
    const isLast = index === left.length - 1;
    const end = isLast || Number.isNaN(until) ? now.getTime() : Math.min(Math.max(until, since), now.getTime());
    const seconds = Math.max(0, end - since) / 1000;
    since = Math.max(since, end);
    return { step, seconds };
  });
}
