/** What the reconciler keeps of a tenant. Whoever judges, closes or decides locks this row first. */
export interface Tenant {
  readonly tenantId: string;
  /** Version of known: rises by one with every commit that changes somebody. */
  readonly knownVersion: number;
  /** Everything that arrives of this number or a lower one is dropped. */
  readonly newestSettled: number;
  /** `takenAt` of the last answer that was judged for more than a look (a preview); null before the first one. */
  readonly judgedAt: Date | null;
  /** PeopleHR's id of the company whose people are known; null before the first one. */
  readonly companyId: string | null;
  /** Snapshot digest of the base: of the last snapshot whose plan was committed for applying. */
  readonly baseDigest: string | null;
  /** Number of that sync. */
  readonly baseNumber: number | null;
  /** Rows of the base. */
  readonly baseCount: number;
  /** The versions that the base was judged with; another one makes the next plan judge every row again. */
  readonly baseRules: number | null;
  readonly basePolicy: number | null;
  readonly baseDecisions: number | null;
  /** Active people who were not in the last complete answer. */
  readonly missing: number;
  /** True if somebody may be missing from the base without being noted: known people changed, and the base did not. */
  readonly missingStale: boolean;
  readonly policyVersion: number;
  readonly decisionsVersion: number;
  /** A plan was applied before. */
  readonly appliedBefore: boolean;
  /** The sync whose plan waits for an OK, and its number; null if none does. */
  readonly heldSync: string | null;
  readonly heldNumber: number | null;
  /** `takenAt` of the first answer whose changes waited, since the last accepted one; null if none has. RFC 3339. */
  readonly heldSince: string | null;
  /** `takenAt` of the last accepted answer: applied by itself, or approved. RFC 3339; null before the first. */
  readonly acceptedAt: string | null;
  /** `takenAt` of the newest complete answer, accepted or not. RFC 3339. */
  readonly newestAt: string | null;
  /** The fields that accepted answers have; null before the first one. */
  readonly shape: readonly string[] | null;
  /** Scope values that no employee has any more and that somebody accepted so, as `field: value`. */
  readonly scopeGone: readonly string[];
}

/** The later one of two instants. */
export const laterOf = (one: string | null, other: string): string =>
  one !== null && Date.parse(one) > Date.parse(other) ? one : other;

/** The tenant without a plan that waits; how long changes have waited is another matter. */
export const withoutHeld = (tenant: Tenant): Tenant => ({ ...tenant, heldSync: null, heldNumber: null });
