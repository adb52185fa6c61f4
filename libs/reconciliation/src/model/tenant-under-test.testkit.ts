import type { Policy } from '@people-sync/contracts';
import type { ModelImport } from './company-model.testkit';
import type { TableRow } from './invariants.testkit';
import type { Word } from './model-person.testkit';
import type { PeopleHrAnswer } from './peoplehr.testkit';

/** What a person can settle. */
export type WordKind = 'case' | 'missing' | 'leaver' | 'leave out' | 'no';

/** What a tenant said of an answer. */
export interface Outcome {
  readonly held: readonly string[];
  /** `kind person proof`, in order. */
  readonly items: readonly string[];
  /** `EmployeeId code`, in order; ` dates-unreadable` instead of those of a field that is told for all of them. */
  readonly refused: readonly string[];
  readonly missing: number;
}

/** What a tenant remembers of accepted answers, beside its people and what was settled. */
export interface Observed {
  /** What is open to be decided: `EmployeeId code`, of somebody absent `person code`; in order. */
  readonly problems: readonly string[];
  /** The fields that answers have; none before the first. */
  readonly shape: readonly string[];
  /** Values of the scope that nobody has and that somebody accepted so. */
  readonly scopeGone: readonly string[];
  /** Since when changes wait for an OK; null if none have since the last accepted answer. */
  readonly heldSince: string | null;
}

/** What somebody settles for the plan that waits alone. */
export type DraftWord =
  | { readonly kind: 'case'; readonly employeeId: string; readonly person: string | null }
  | { readonly kind: 'missing'; readonly person: string; readonly word: 'left' | 'keep' }
  | { readonly kind: 'leaver'; readonly person: string; readonly word: 'left' | 'not-yet' }
  | { readonly kind: 'leave out' | 'no'; readonly person: string };

/** A tenant under test: the rules in memory, or a reconciler on a real database. */
export interface TenantUnderTest {
  personId(companyId: string, employeeId: string, n: number): string;
  importedId(name: string): string;
  import(person: ModelImport & { readonly name: string }): Promise<void>;
  /** How many people would leave by its scope, if that was shown. */
  setPolicy(policy: Policy, shown: boolean): Promise<number | null>;
  /** A preview need not tell who is refused. */
  sync(answer: PeopleHrAnswer, mode: 'apply' | 'repair' | 'preview'): Promise<Outcome>;
  /** @param now RFC 3339 */
  approve(exclude: readonly string[], only: 'all' | 'leavers', now: string): Promise<string>;
  /** @param also people whose whole change is said no to, beside what made the plan wait */
  reject(also: readonly string[]): Promise<string>;
  /** Nothing is remembered of the plan that waits: it waited for too long, somebody put it off, or ended the sync. */
  end(how: 'expired' | 'not now' | 'cancelled'): Promise<void>;
  /** There was no complete answer. */
  fail(): Promise<void>;
  /** The plan that waits is judged again with it: what it is then (held whatever is left of it), or why not. */
  draft(word: DraftWord): Promise<Outcome | string>;
  observed(): Promise<Observed>;
  /** What it remembers of the row. */
  settleCase(employeeId: string, person: string | null): Promise<Word['about']>;
  settleMissing(person: string, word: 'left' | 'keep'): Promise<string>;
  /** Of a leaver of whom PeopleHR does not say since when. */
  settleLeaver(person: string, word: 'left' | 'not-yet'): Promise<void>;
  leaveOut(person: string): Promise<void>;
  undo(kind: WordKind, about: string): Promise<void>;

  /** Sets an open problem aside, which one is the tenant's to say; without one nothing happens. */
  setAside(nth: number): Promise<void>;
  table(): Promise<TableRow[]>;
  /** Everything that people settled and that holds, as `kind about`. */
  settled(): Promise<string[]>;
}
