import { newEvent, type NewEvent, SyncRequested, SyncWithdrawn } from '@people-sync/contracts';
import type { SyncState } from './sync-state';

/**
 * What the fetcher is asked. `repair`, and a sync whose short cut did not hold, get every employee sent: they carry no
 * digest to compare with.
 */
export function syncRequested(sync: SyncState, baseDigest: string | null, again: boolean): NewEvent {
  const { tenantId, id: syncId, requestedBy: actor, number, mode, trigger } = sync;
  const shortCut = mode === 'repair' || again ? null : baseDigest;
  return newEvent(
    SyncRequested,
    { source: '/peoplesync/gateway', tenantId, syncId, actor },
    { number, mode, trigger, baseDigest: shortCut, erased: [] },
  );
}

/** The fetcher need not read for this sync any more: it was cancelled, or ended for want of progress. */
export const syncWithdrawn = ({ tenantId, id: syncId, number }: SyncState): NewEvent =>
  newEvent(SyncWithdrawn, { source: '/peoplesync/gateway', tenantId, syncId }, { number });
