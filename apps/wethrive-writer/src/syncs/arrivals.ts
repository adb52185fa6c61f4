import {
  type AnyEvent,
  ChangesCompleted,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  type EventDefinition,
  isEvent,
  PeopleImported,
  PlanApproved,
  PlanExpired,
  PlanMade,
  PlanRejected,
  PlanSuperseded,
  SyncClosed,
} from '@people-sync/contracts';
import {
  importedFields,
  type ImportedPerson,
  type OwnFields,
  type PlacementFields,
  placementFields,
  type SyncedFields,
  syncedFields,
} from '../people/field-mapping';
import { folded } from '../people/search-words';

/** After these a plan is never applied, whatever comes later under its sync's id. */
const endings = [PlanRejected, PlanExpired, PlanSuperseded, SyncClosed];

/** The events of the changes topic that the writer reads; all others only move its progress on. */
export const readEvents: readonly EventDefinition[] = [
  ...[PlanMade, PlanApproved, ...endings],
  ...[PeopleImported, EmployeeAdded, EmployeeChanged, EmployeeLeft, ChangesCompleted],
];

/** A plan that is or may be applied, with the counts that only the plan knows. */
export interface Plan {
  readonly tenantId: string;
  readonly syncId: string | undefined;
  readonly number: number;
  /** A held plan waits for its approval. */
  readonly state: 'planned' | 'held';
  readonly itemCount: number;
  readonly problems: number;
  readonly seen: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly missing: number;
}

/** What became of a plan after it was made. */
export interface PlanFate {
  readonly tenantId: string;
  readonly syncId: string | undefined;
  readonly state: 'planned' | 'dropped';
  /** Of one that was approved, perhaps in part: what it counts now; null: as it was made. */
  readonly problems: number | null;
  readonly refused: number | null;
  readonly unchanged: number | null;
  readonly missing: number | null;
}

/** One Employee* event or one imported person in WeThrive's words, as they are staged. */
export interface Arrival extends SyncedFields, PlacementFields, OwnFields {
  readonly tenantId: string;
  /** The sync's id; that of its first event for an import. */
  readonly stagedUnder: string | undefined;
  readonly personId: string;
  readonly kind: 'added' | 'changed' | 'left' | 'imported';
  readonly rejoined: boolean;
  readonly arrivesInactive: boolean;
  readonly sourceVersion: number;
  readonly nameFolded: string;
}

/** All of a sync or of an import has arrived, or there is nothing to come. */
export interface Completion {
  readonly tenantId: string;
  readonly stagedUnder: string;
  /** Undefined for an import: it belongs to no sync. */
  readonly syncId: string | undefined;
  /** How many changes there must be. */
  readonly count: number;
  readonly actor: string | undefined;
  readonly traceparent: string | undefined;
}

/** What a batch of the changes topic means for the writer. */
export interface Arrivals {
  readonly plans: readonly Plan[];
  readonly fates: readonly PlanFate[];
  readonly staged: readonly Arrival[];
  /** In the order of the topic. */
  readonly completions: readonly Completion[];
}

/**
 * Sorts a batch. A plan that is applied and has no items completes its sync; a previewed plan means nothing here,
 * and a held one only if it is approved later. Imports of one tenant that follow one another are one.
 */
export function arrivalsOf(events: readonly AnyEvent[]): Arrivals {
  const plans: Plan[] = [];
  const fates: PlanFate[] = [];
  const staged: Arrival[] = [];
  const completions: Completion[] = [];
  for (const event of events) {
    const { tenantId, syncId } = event;
    if (isEvent(PlanMade, event)) {
      const { outcome, number, itemCount, problems, counts } = event.data;
      if (outcome === 'previewed') continue;
      const state = outcome === 'held' ? 'held' : 'planned';
      const { seen, refused, unchanged, missing } = counts;
      plans.push({ tenantId, syncId, number, state, itemCount, problems, seen, refused, unchanged, missing });
      if (outcome === 'applying' && itemCount === 0) completions.push(completion(event, 0));
    } else if (isEvent(PlanApproved, event)) {
      const { problems, counts } = event.data;
      const { refused, unchanged, missing } = counts;
      fates.push({ tenantId, syncId, state: 'planned', problems, refused, unchanged, missing });
    } else if (endings.some((ending) => isEvent<unknown>(ending, event))) {
      fates.push({ tenantId, syncId, state: 'dropped', ...AS_MADE });
    } else if (isEvent(EmployeeAdded, event)) {
      staged.push(arrival(event, 'added', event.data, event.data.rejoined));
    } else if (isEvent(EmployeeChanged, event)) {
      staged.push(arrival(event, 'changed', event.data));
    } else if (isEvent(EmployeeLeft, event)) {
      staged.push(arrival(event, 'left', event.data));
    } else if (isEvent(PeopleImported, event)) {
      const { people } = event.data;
      if (people.length === 0) continue;
      const earlier = completions.findLastIndex((one) => one.tenantId === tenantId);
      const { stagedUnder, count } = importAmong(completions, earlier, event) ?? { stagedUnder: event.id, count: 0 };
      staged.push(...people.map((person) => imported(tenantId, stagedUnder, person)));
      const all = { ...completion(event, count + people.length), stagedUnder, syncId: undefined };
      if (count > 0) completions[earlier] = all;
      else completions.push(all);
    } else if (isEvent(ChangesCompleted, event)) {
      completions.push(completion(event, event.data.count));
    }
  }
  return { plans, fates, staged, completions };
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

/** A plan that is dropped counts nothing any more. */
const AS_MADE = { problems: null, refused: null, unchanged: null, missing: null };

/** The tenant's import that came last before this event, by the same actor, with nothing in between. */
function importAmong(completions: readonly Completion[], at: number, event: AnyEvent): Completion | undefined {
  const earlier = completions[at];
  return earlier && earlier.syncId === undefined && earlier.actor === event.actor ? earlier : undefined;
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
    stagedUnder: syncId,
    kind,
    rejoined,
    arrivesInactive: false,
    personId: data.personId,
    sourceVersion: data.sourceVersion,
    ...fields,
    nameFolded: folded(fields.name),
    ...placementFields(data.employee),
    unit: null,
    weThriveId: null,
  };
}

function imported(tenantId: string, stagedUnder: string, person: ImportedPerson): Arrival {
  return {
    tenantId,
    stagedUnder,
    kind: 'imported',
    rejoined: false,
    arrivesInactive: person.status === 'inactive',
    personId: person.personId,
    sourceVersion: person.sourceVersion,
    ...importedFields(person),
    nameFolded: folded(person.name),
  };
}

/** An event without a sync id cannot be completed: the empty id is refused by the database, and the tenant is parked. */
function completion({ tenantId, syncId = '', actor, traceparent }: AnyEvent, count: number): Completion {
  return { tenantId, stagedUnder: syncId, syncId, count, actor, traceparent };
}
