import {
  type AnyEvent,
  ChangesCompleted,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  isEvent,
  PlanMade,
} from '@people-sync/contracts';
import {
  folded,
  type PlacementFields,
  placementFields,
  type SyncedFields,
  syncedFields,
} from '../people/field-mapping';

/** The types of the changes topic that the writer reads; all others only move its progress on. */
export const readTypes: ReadonlySet<string> = new Set(
  [PlanMade, EmployeeAdded, EmployeeChanged, EmployeeLeft, ChangesCompleted].map((definition) => definition.type),
);

/** A plan that is or may be applied, with the counts that only the plan knows. */
export interface Plan {
  readonly tenantId: string;
  readonly syncId: string | undefined;
  readonly number: number;
  readonly itemCount: number;
  readonly problems: number;
  readonly seen: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly missing: number;
}

/** One Employee* event in WeThrive's words, as it is staged. */
export interface Arrival extends SyncedFields, PlacementFields {
  readonly tenantId: string;
  readonly syncId: string | undefined;
  readonly personId: string;
  readonly kind: 'added' | 'changed' | 'left';
  readonly rejoined: boolean;
  readonly sourceVersion: number;
  readonly nameFolded: string;
}

/** All of a sync has arrived, or there is nothing to come. */
export interface Completion {
  readonly tenantId: string;
  readonly syncId: string;
  /** How many Employee* events there must be. */
  readonly count: number;
  readonly actor: string | undefined;
  readonly traceparent: string | undefined;
}

/** What a batch of the changes topic means for the writer. */
export interface Arrivals {
  readonly plans: readonly Plan[];
  readonly staged: readonly Arrival[];
  /** In the order of the topic. */
  readonly completions: readonly Completion[];
}

/**
 * Sorts a batch. A plan that is applied and has no items completes its sync; a previewed plan means nothing here,
 * and a held one only if it is approved later.
 */
export function arrivalsOf(events: readonly AnyEvent[]): Arrivals {
  const plans: Plan[] = [];
  const staged: Arrival[] = [];
  const completions: Completion[] = [];
  for (const event of events) {
    const { tenantId, syncId } = event;
    if (isEvent(PlanMade, event)) {
      const { outcome, number, itemCount, problems, counts } = event.data;
      if (outcome === 'previewed') continue;
      const { seen, refused, unchanged, missing } = counts;
      plans.push({ tenantId, syncId, number, itemCount, problems, seen, refused, unchanged, missing });
      if (outcome === 'applying' && itemCount === 0) completions.push(completion(event, 0));
    } else if (isEvent(EmployeeAdded, event)) {
      staged.push(arrival(event, 'added', event.data, event.data.rejoined));
    } else if (isEvent(EmployeeChanged, event)) {
      staged.push(arrival(event, 'changed', event.data));
    } else if (isEvent(EmployeeLeft, event)) {
      staged.push(arrival(event, 'left', event.data));
    } else if (isEvent(ChangesCompleted, event)) {
      completions.push(completion(event, event.data.count));
    }
  }
  return { plans, staged, completions };
}

/**
 * Groups completions so that a tenant occurs once in each group, in the order of its syncs: a group is applied with
 * the same number of statements, however many tenants it holds.
 */
export function roundsOf(completions: readonly Completion[]): Completion[][] {
  const rounds: Completion[][] = [];
  const seen = new Map<string, number>();
  for (const one of completions) {
    const round = seen.get(one.tenantId) ?? 0;
    seen.set(one.tenantId, round + 1);
    (rounds[round] ??= []).push(one);
  }
  return rounds;
}

function arrival(
  { tenantId, syncId }: AnyEvent,
  kind: Arrival['kind'],
  data: { readonly personId: string; readonly sourceVersion: number; readonly employee: Employee },
  rejoined = false,
): Arrival {
  const fields = syncedFields(data.employee);
  return {
    tenantId,
    syncId,
    kind,
    rejoined,
    personId: data.personId,
    sourceVersion: data.sourceVersion,
    ...fields,
    nameFolded: folded(fields.name),
    ...placementFields(data.employee),
  };
}

/** An event without a sync id cannot be completed: the empty id is refused by the database, and the tenant is parked. */
function completion({ tenantId, syncId = '', actor, traceparent }: AnyEvent, count: number): Completion {
  return { tenantId, syncId, count, actor, traceparent };
}
