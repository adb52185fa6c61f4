/** What the reconciler keeps of a tenant. Whoever judges, closes or decides locks this row first. */
export interface Tenant {
  readonly tenantId: string;
  /** Version of known: rises by one with every commit that changes somebody. */
  readonly knownVersion: number;
  /** Everything that arrives of this number or a lower one is dropped. */
  readonly newestSettled: number;
  /** PeopleHR's id of the company behind the base; null before the first one. */
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
  /** Active people who were not in the base's answer. */
  readonly missing: number;
  readonly policyVersion: number;
  readonly decisionsVersion: number;
}
