import {
  type DataOf,
  defaultPolicy,
  type Employee,
  type Policy,
  type SnapshotCompleted,
  type SyncMode,
} from '@people-sync/contracts';
import type { Settlement } from '../identity/settlements';
import { KnownPeople } from '../known/known-people';
import type { NewProblem } from '../problems/problem-changes';
import type { PlanItem } from '../verdicts/verdict';

/** One row of an answer as it is recorded, with its keyed digest. */
export interface RecordedRow {
  readonly employee: Employee;
  readonly digest: string;
}

/** A complete answer of PeopleHR as it is recorded. */
export interface RecordedSnapshot {
  readonly answer: DataOf<typeof SnapshotCompleted>;
  /** Null: it was equal to the base, and came without rows. */
  readonly rows: readonly RecordedRow[] | null;
  /** Rows that are left out here because their people were erased since, or of which a part is, as their manager's name. */
  readonly erased: number;
}

/** A row of the base; `due` is the first day on which it is judged again though it is the same; null: never. */
export interface KeptRow extends RecordedRow {
  readonly due: string | null;
}

/** Due in every sync: before every day. */
export const ALWAYS_DUE = '-infinity';

/** The last answer whose plan was applied by itself, and by what it was judged. */
export interface RecordedBase {
  readonly digest: string | null;
  readonly rules: number | null;
  readonly policy: number | null;
  readonly decisions: number | null;
  /** By EmployeeId. */
  readonly rows: ReadonlyMap<string, KeptRow>;
}

/** A person's word that holds. */
export interface RecordedDecision {
  readonly decisionId: string;
  readonly settlement: Settlement;
  /** The plan that a no was said to; of what is tentative, the plan that it is for. */
  readonly syncId: string | null;
  /** Of a word for a plan that waits alone: the row that it is about; digest null: there was none. Else null. */
  readonly tentative: { readonly employeeId: string; readonly rowDigest: string | null } | null;
}

/** What of an item of a plan that waits has to be known once somebody says no to it, or settles something about it. */
export interface WaitingItem {
  readonly personId: string;
  readonly employeeId: string;
  readonly rowDigest: string | null;
  /** By what a no to the whole change, and one to what made the plan wait, is remembered. */
  readonly keptKeys: readonly string[];
  readonly countedKeys: readonly string[];
}

/** The plan that waits for an OK. */
export interface WaitingPlan {
  readonly syncId: string;
  readonly number: number;
  readonly mode: SyncMode;
  readonly today: string;
  readonly everything: boolean;
  readonly hash: string;
  readonly snapshot: RecordedSnapshot;
  readonly items: readonly WaitingItem[];
  readonly leftOut: readonly string[];
  readonly problems: readonly NewProblem[];
}

/** A plan whose changes are being said; what the rules said of each of them. */
export interface UnderwayPlan {
  readonly syncId: string;
  readonly number: number;
  /** By person id. */
  readonly items: ReadonlyMap<string, PlanItem>;
  /** By id, of what it opens. */
  readonly problems: ReadonlyMap<string, NewProblem>;
}

/** What was said of a person, and by which plan. */
export interface SaidOfPerson {
  readonly syncId: string;
  readonly number: number;
  readonly kind: PlanItem['kind'];
  readonly proof: string | null;
  readonly employeeId: string;
}

/** A plan that was applied, by itself or after an OK. */
export interface AppliedPlan {
  readonly number: number;
  readonly takenAt: string;
  readonly leaversOnly: boolean;
}

/** An open problem. */
export interface RecordedProblem extends NewProblem {
  /** Somebody set it aside: it is not told again until it changes. */
  readonly setAside: boolean;
}

/**
 * Everything of a tenant that the rules have to know, as its recorded events tell it (`evolve`); the same as the reconciler
 * keeps in tables. Never changed: what happens next makes another one.
 */
export interface TenantRecord {
  readonly tenantId: string;
  readonly knownVersion: number;
  readonly companyId: string | null;
  readonly known: KnownPeople;
  readonly base: RecordedBase;
  readonly policyVersion: number;
  readonly policy: Policy;
  /** As `PolicyChanged` tells. */
  readonly leavingShown: number | null;
  readonly decisionsVersion: number;
  /** In the order in which they were said. */
  readonly decisions: readonly RecordedDecision[];
  /** Open ones by id. */
  readonly problems: ReadonlyMap<string, RecordedProblem>;
  readonly appliedBefore: boolean;
  /** RFC 3339, as in the reconciler's tenants. */
  readonly heldSince: string | null;
  readonly acceptedAt: string | null;
  readonly newestAt: string | null;
  readonly shape: readonly string[] | null;
  readonly scopeGone: readonly string[];
  readonly waiting: WaitingPlan | null;
  readonly underway: UnderwayPlan | null;
  /** By person id, in order; of plans that the writer has not dropped. */
  readonly said: ReadonlyMap<string, readonly SaidOfPerson[]>;
  /** By sync id. */
  readonly applied: ReadonlyMap<string, AppliedPlan>;
}

/** A tenant of which nothing was heard. */
export const newTenantRecord = (tenantId: string): TenantRecord => ({
  tenantId,
  knownVersion: 0,
  companyId: null,
  known: new KnownPeople(),
  base: { digest: null, rules: null, policy: null, decisions: null, rows: new Map() },
  policyVersion: 0,
  policy: defaultPolicy,
  leavingShown: null,
  decisionsVersion: 0,
  decisions: [],
  problems: new Map(),
  appliedBefore: false,
  heldSince: null,
  acceptedAt: null,
  newestAt: null,
  shape: null,
  scopeGone: [],
  waiting: null,
  underway: null,
  said: new Map(),
  applied: new Map(),
});

/** The later one of two instants. */
export const laterInstant = (one: string | null, other: string): string =>
  one !== null && Date.parse(one) > Date.parse(other) ? one : other;
