import { newEvent, type NewEvent, SyncRequested, SyncWithdrawn } from '@people-sync/contracts';
import type { SyncState } from './sync-state';

/** How it is asked for. */
export interface Asking {
  /** Of the tenant's base; null if there is none. */
  readonly baseDigest: string | null;
  /** Its short cut did not hold. */
  readonly again: boolean;
  /** The database's time: an answer that is older does not count. */
  readonly now: Date;
}

/**
 * What the fetcher is asked. `repair`, and a sync whose short cut did not hold, get every employee sent: they carry no
 * digest to compare with.
 */
export function syncRequested(sync: SyncState, { baseDigest, again, now }: Asking): NewEvent {
  const { tenantId, id: syncId, requestedBy: actor, number, mode, trigger } = sync;
  const traceparent = sync.traceparent ?? undefined;
  const shortCut = mode === 'repair' || again ? null : baseDigest;
  return newEvent(
    SyncRequested,
    { source: '/peoplesync/gateway', tenantId, syncId, actor, traceparent, time: now.toISOString() },
    { number, mode, trigger, baseDigest: shortCut, erased: [] },
  );
}

/** The fetcher need not read for this sync any more: it was cancelled, or ended for want of progress. */
export function syncWithdrawn({ tenantId, id: syncId, number, traceparent }: SyncState): NewEvent {
  const origin = { source: '/peoplesync/gateway', tenantId, syncId, traceparent: traceparent ?? undefined };
  return newEvent(SyncWithdrawn, origin, { number });
}
