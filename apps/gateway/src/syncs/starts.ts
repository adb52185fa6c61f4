import type { SyncMode, SyncTrigger } from '@people-sync/contracts';
import { onTrigger } from './slot';
import { isFinal, type SyncState } from './sync-state';

/** Who wants a sync, and which. */
export interface Trigger {
  readonly tenantId: string;
  readonly mode: SyncMode;
  readonly trigger: SyncTrigger;
  readonly requestedBy: string;
  /** Of the sync, if it is to be made. */
  readonly syncId: string;
  /** W3C context of what asks for it. */
  readonly traceparent?: string | undefined;
}

/** What a trigger got: `made` false if the sync was there already. Undefined: the tenant does not exist. */
export type Started = { readonly sync: SyncState; readonly made: boolean } | undefined;

/** A tenant whose syncs nobody else moves meanwhile. */
export interface StartingTenant {
  readonly nextNumber: number;
  /** The database's time. */
  readonly now: Date;
  /** Its syncs that are not over, and those whose ids the triggers name. */
  readonly syncs: readonly SyncState[];
}

/**
 * Gives each trigger its sync, one after the other: of two for the same tenant the second meets what the first made. A
 * trigger whose sync exists, since it comes again after a crash, gets that one.
 * @returns what each trigger got, in order, and the syncs that are to be stored.
 */
export function starts(
  triggers: readonly Trigger[],
  tenants: ReadonlyMap<string, StartingTenant>,
): { readonly started: readonly Started[]; readonly made: readonly SyncState[] } {
  const made = new Map<string, SyncState[]>();
  const started = triggers.map((trigger): Started => {
    const tenant = tenants.get(trigger.tenantId);
    if (!tenant) return undefined;
    const before = tenant.syncs.find((sync) => sync.id === trigger.syncId);
    if (before) return { sync: before, made: true };
    const own = made.get(trigger.tenantId) ?? [];
    const live = [...tenant.syncs.filter((sync) => !isFinal(sync.status)), ...own];
    const decision = onTrigger(live, trigger.mode);
    if (decision.kind === 'existing') return { sync: decision.sync, made: false };
    const status = decision.kind === 'take-slot' ? 'requested' : 'queued';
    const sync = newSync(trigger, tenant.nextNumber + own.length, status, tenant.now);
    made.set(trigger.tenantId, [...own, sync]);
    return { sync, made: true };
  });
  return { started, made: [...made.values()].flat() };
}

const newSync = (
  { tenantId, syncId, mode, trigger, requestedBy, traceparent }: Trigger,
  number: number,
  status: 'requested' | 'queued',
  now: Date,
): SyncState => ({
  tenantId,
  id: syncId,
  number,
  mode,
  trigger,
  requestedBy,
  status,
  statusSince: now,
  settled: false,
  refetched: false,
  reason: null,
  about: null,
  counts: null,
  planned: null,
  problems: 0,
  planHash: null,
  heldBecause: [],
  heldSince: null,
  approving: false,
  okHash: null,
  supersededBy: null,
  traceparent: traceparent ?? null,
  requestedAt: now,
  startedAt: null,
  finishedAt: null,
});
