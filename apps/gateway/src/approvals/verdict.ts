import { type SyncState, takesSlot } from '../syncs/sync-state';

/** Why an OK or a no cannot be given. */
export type Refused = 'no-plan' | 'plan-outdated' | 'already-decided' | 'sync-running';

/**
 * What somebody's OK leads to. `take-slot`: it is to be stored and told. `pending`: an OK is stored and not answered
 * yet. `done`: these changes were approved before.
 */
export type OnApproval =
  { readonly kind: 'take-slot' | 'pending' | 'done' } | { readonly kind: 'refused'; readonly reason: Refused };

/** What somebody's no leads to. `tell`: the reconciler is to be told. `done`: they were rejected before. */
export type OnRejection =
  { readonly kind: 'tell' | 'done' } | { readonly kind: 'refused'; readonly reason: Exclude<Refused, 'sync-running'> };

/**
 * @param sync the one whose plan it is now: the newest of those that took it over.
 * @param live the tenant's syncs that are not over.
 * @param hash of the plan that was looked at.
 */
export function onApproval(sync: SyncState, live: readonly SyncState[], hash: string): OnApproval {
  const refused = notShown(sync, hash);
  if (refused) return { kind: 'refused', reason: refused };
  if (sync.approving) return { kind: 'pending' };
  if (wasApproved(sync)) return { kind: 'done' };
  if (sync.status !== 'held') return { kind: 'refused', reason: 'already-decided' };
  return live.some(takesSlot) ? { kind: 'refused', reason: 'sync-running' } : { kind: 'take-slot' };
}

/** The same for a no, which needs no slot. An OK that is not answered yet may still be overtaken. */
export function onRejection(sync: SyncState, hash: string): OnRejection {
  const refused = notShown(sync, hash);
  if (refused) return { kind: 'refused', reason: refused };
  if (sync.status === 'held') return { kind: 'tell' };
  return sync.status === 'rejected' ? { kind: 'done' } : { kind: 'refused', reason: 'already-decided' };
}

/** Only what was looked at can be decided. */
function notShown(sync: SyncState, hash: string): 'no-plan' | 'plan-outdated' | undefined {
  if (sync.planHash === null) return 'no-plan';
  return sync.planHash === hash ? undefined : 'plan-outdated';
}

/** A plan that is applied although it had been held. */
const wasApproved = ({ status, heldBecause }: SyncState): boolean =>
  heldBecause.length > 0 && (status === 'applying' || status === 'completed' || status === 'completed-with-problems');
