import { type SyncState, takesSlot } from '../syncs/sync-state';

/** Why an OK or a no cannot be given. */
export type Refused = 'no-plan' | 'plan-outdated' | 'already-decided' | 'sync-running';

/**
 * What somebody's OK leads to. `take-slot`: it is to be stored and told. `pending`: an OK is stored and not answered
 * yet. `was-decided`: about these changes somebody decided before, and the reconciler knows whether it was this.
 */
export type OnApproval =
  { readonly kind: 'take-slot' | 'pending' | 'was-decided' } | { readonly kind: 'refused'; readonly reason: Refused };

/** What somebody's no leads to. `tell`: the reconciler is to be told. `was-decided`: as above. */
export type OnRejection =
  | { readonly kind: 'tell' | 'was-decided' }
  | { readonly kind: 'refused'; readonly reason: Exclude<Refused, 'sync-running'> };

/**
 * @param sync the one whose plan it is now: the newest of those that took it over.
 * @param live the tenant's syncs that are not over.
 * @param hash of the plan that was looked at.
 */
export function onApproval(sync: SyncState, live: readonly SyncState[], hash: string): OnApproval {
  const refused = notShown(sync, hash);
  if (refused) return { kind: 'refused', reason: refused };
  if (sync.approving) return { kind: 'pending' };
  if (wasDecided(sync)) return { kind: 'was-decided' };
  if (sync.status !== 'held') return { kind: 'refused', reason: 'already-decided' };
  return live.some(takesSlot) ? { kind: 'refused', reason: 'sync-running' } : { kind: 'take-slot' };
}

/** The same for a no, which needs no slot. An OK that is not answered yet may still be overtaken. */
export function onRejection(sync: SyncState, hash: string): OnRejection {
  const refused = notShown(sync, hash);
  if (refused) return { kind: 'refused', reason: refused };
  if (sync.status === 'held') return { kind: 'tell' };
  return wasDecided(sync) ? { kind: 'was-decided' } : { kind: 'refused', reason: 'already-decided' };
}

/** Only what was looked at can be decided. */
function notShown(sync: SyncState, hash: string): 'no-plan' | 'plan-outdated' | undefined {
  if (sync.planHash === null) return 'no-plan';
  return sync.planHash === hash ? undefined : 'plan-outdated';
}

/** A person said no to it, or it is applied although it had been held. */
const wasDecided = ({ status, heldBecause }: SyncState): boolean =>
  status === 'rejected' ||
  (heldBecause.length > 0 && (status === 'applying' || status === 'completed' || status === 'completed-with-problems'));
