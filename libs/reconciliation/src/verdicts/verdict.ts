import type { KnownFacts, RowFacts } from './differing-row';
import type { Proof } from './standing';

/** Why a row is not taken over. Stable words: each has a sentence with the next step on the screen. */
export const problemCodes = ['email-blank', 'email-invalid', 'email-taken', 'email-twice', 'unknown-status'] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** What a person has to know to settle it. */
export interface RowProblem {
  readonly code: ProblemCode;
  /** The value as received; null if there was none. */
  readonly received: string | null;
  /** Name (or EmployeeId) of the other side of a clash. */
  readonly other: string | null;
}

interface Judged {
  readonly row: RowFacts;
  /** The first day on which an equal row has to be judged again; null: never. */
  readonly due: string | null;
}

/** The change of a person, and its number among the person's events. */
interface Decided extends Judged {
  readonly personId: string;
  readonly sourceVersion: number;
}

export interface Joined extends Decided {
  readonly kind: 'joined';
  readonly known: null;
}

export interface Rejoined extends Decided {
  readonly kind: 'rejoined';
  readonly known: KnownFacts;
  /** To be remembered: a LeavingDate that stands from before and says nothing from now on. */
  readonly ignoredLeavingDate: string | null;
}

/** The fields and their old values come from `changesBetween`, where both records are at hand. */
export interface Changed extends Decided {
  readonly kind: 'changed';
  readonly known: KnownFacts;
  readonly ignoredLeavingDate: string | null;
}

export interface Left extends Decided {
  readonly kind: 'left';
  readonly known: KnownFacts;
  readonly proof: Proof;
}

/** Not added or not updated; whoever it is stays as they are, and the row is judged again in every sync. */
export interface Refused extends Judged {
  readonly kind: 'refused';
  readonly known: KnownFacts | null;
  readonly problem: RowProblem;
}

/** Never seen before and already gone: none of our business. */
export interface Ignored extends Judged {
  readonly kind: 'ignored';
  readonly known: null;
}

/** Nothing to do: equal to what is known, gone already, or a first day that is still to come. */
export interface Unchanged extends Judged {
  readonly kind: 'unchanged';
  readonly known: KnownFacts | null;
}

/** What one row means for the tenant. */
export type Verdict = Joined | Rejoined | Changed | Left | Refused | Ignored | Unchanged;

/** A verdict that changes somebody: an item of the plan. */
export type PlanItem = Joined | Rejoined | Changed | Left;

/** True if it changes somebody. */
export function isPlanItem(verdict: Verdict): verdict is PlanItem {
  return (
    verdict.kind === 'joined' || verdict.kind === 'rejoined' || verdict.kind === 'changed' || verdict.kind === 'left'
  );
}
