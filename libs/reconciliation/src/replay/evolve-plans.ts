import {
  type Counts,
  PlanApproved,
  PlanExpired,
  PlanMade,
  PlanRejected,
  PlanRevised,
  PlanSuperseded,
  SyncClosed,
} from '@people-sync/contracts';
import { dataOf, type RecordedEvent } from './recorded-event';
import type { Comparing } from './replay-report';

/** A plan as it was told, and what became of it. */
export interface PlanRow {
  readonly syncId: string;
  readonly number: number;
  readonly state:
    'applying' | 'previewed' | 'held' | 'approved' | 'rejected' | 'expired' | 'superseded' | 'cancelled' | 'dropped';
  readonly hash: string;
  readonly itemCount: number;
  readonly counts: Counts;
  readonly heldBecause: readonly string[];
  /** Who was left out of it when it was approved, by person id, in order. */
  readonly excluded: readonly string[];
}

/** By sync id. */
export type PlansRecord = ReadonlyMap<string, PlanRow>;

/** The plans of a tenant after these events of the reconciler. Never changed: other events say nothing here. */
export function evolvePlans(before: PlansRecord, events: Iterable<RecordedEvent>): PlansRecord {
  const plans = new Map(before);
  for (const event of events) {
    const plan = planAfter(plans.get(event.syncId ?? ''), event);
    if (plan) plans.set(plan.syncId, plan);
  }
  return plans;
}

function planAfter(plan: PlanRow | undefined, event: RecordedEvent): PlanRow | undefined {
  const { syncId } = event;
  const made = dataOf(PlanMade, event);
  if (made && syncId !== undefined) {
    const { number, outcome, hash, itemCount, counts, heldBecause } = made;
    return { syncId, number, state: outcome, hash, itemCount, counts, heldBecause, excluded: [] };
  }
  if (!plan) return undefined;
  const revised = dataOf(PlanRevised, event);
  if (revised) return { ...plan, hash: revised.hash, itemCount: revised.itemCount, counts: revised.counts };
  const approved = dataOf(PlanApproved, event);
  if (approved) return { ...plan, state: 'approved', excluded: [...approved.exclude].sort() };
  const closed = dataOf(SyncClosed, event);
  if (closed?.reason === 'changes-dropped') return { ...plan, state: 'dropped' };
  if (closed) return plan.state === 'held' ? { ...plan, state: 'cancelled' } : plan;
  const ends = [
    [PlanRejected, 'rejected'],
    [PlanExpired, 'expired'],
    [PlanSuperseded, 'superseded'],
  ] as const;
  const end = ends.find(([{ type }]) => type === event.type);
  return end && { ...plan, state: end[1] };
}

/** Compares them with what is stored of plans at the same moment. @param table each plan once */
export function comparePlans(plans: PlansRecord, table: Iterable<PlanRow>, comparing: Comparing): void {
  const seen = new Set<string>();
  for (const recorded of table) {
    const { syncId } = recorded;
    seen.add(syncId);
    comparing.counted('plans');
    const where = { about: 'plan', syncId, personId: null } as const;
    const expected = plans.get(syncId);
    if (expected) comparing.same<PlanRow>(where, { recorded, expected }, FIELDS);
    else comparing.differs({ ...where, what: 'plan', recorded, expected: undefined });
  }
  for (const [syncId, expected] of plans) {
    if (seen.has(syncId)) continue;
    comparing.counted('plans');
    comparing.differs({ about: 'plan', syncId, personId: null, what: 'plan', recorded: undefined, expected });
  }
}

const FIELDS = ['number', 'state', 'hash', 'itemCount', 'counts', 'heldBecause', 'excluded'] as const;
