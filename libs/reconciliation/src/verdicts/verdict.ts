import type { EmployeeField } from '@people-sync/contracts';
import type { KnownFacts, RowFacts } from './differing-row';
import type { Proof } from './standing';

/** Why a row is not taken over. Stable words: each has a sentence with the next step on the screen. */
export const problemCodes = [
  'email-blank',
  'email-invalid',
  'email-taken',
  'email-twice',
  'unknown-status',
  'text-unreadable',
  'name-blank',
  'scope-blank',
  'start-date-unreadable',
  'leaving-date-unreadable',
  'leaver-date-unreadable',
  'identity-two-people',
  'identity-recycled',
  'identity-address',
  'identity-unique-key',
  'identity-two-rows',
  'protected',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** What a person has to know to settle it. */
export interface RowProblem {
  readonly code: ProblemCode;
  /** The value as received; null if there was none. */
  readonly received: string | null;
  /** Name (or EmployeeId) of the other side of a clash. */
  readonly other: string | null;
  /** Of an identity case: the person whom the row may be. */
  readonly otherPersonId: string | null;
}

interface Judged {
  readonly row: RowFacts;
  /** The first day on which an equal row has to be judged again; null: never. */
  readonly due: string | null;
}

/** The change of a person, and its number among the person's events. */
interface Decided {
  readonly personId: string;
  readonly sourceVersion: number;
}

export interface Joined extends Judged, Decided {
  readonly kind: 'joined';
  readonly known: null;
  /** The EmployeeId, UniqueKey or address may be somebody else's until now: it passes to this person. */
  readonly relinks: boolean;
}

export interface Rejoined extends Judged, Decided, Masked {
  readonly kind: 'rejoined';
  readonly known: KnownFacts;
  /** To be remembered: a LeavingDate that stands from before and says nothing from now on. */
  readonly ignoredLeavingDate: string | null;
  readonly relinks: boolean;
}

/** The fields and their old values come from `changesBetween`, where both records are at hand. */
export interface Changed extends Judged, Decided, Masked {
  readonly kind: 'changed';
  readonly known: KnownFacts;
  readonly ignoredLeavingDate: string | null;
  readonly relinks: boolean;
  /** The LeavingDate that counts and is still to come, `yyyy-MM-dd`; null if there is none. */
  readonly leavesOn: string | null;
  /** True if something about this person is kept away: a field, or their being left out by the settings. */
  readonly keeps: boolean;
}

/** A record that is taken over in part. */
export interface Masked {
  /** Fields that stay as they are known, whatever the row says: somebody said no to its value. In canonical order. */
  readonly masked: readonly EmployeeField[];
}

/** Proven by their row, or (`row` null) by being absent. */
export interface Left extends Decided {
  readonly kind: 'left';
  readonly row: RowFacts | null;
  readonly due: string | null;
  readonly known: KnownFacts;
  readonly proof: Proof;
  /** The LeavingDate stood in an earlier plan that was applied: no surprise. */
  readonly announced: boolean;
}

/** Not added or not updated; whoever it is stays as they are, and the row is judged again in every sync. */
export interface Refused extends Judged {
  readonly kind: 'refused';
  readonly known: KnownFacts | null;
  readonly problem: RowProblem;
}

/** Everything of a change was said no to, until PeopleHR's value changes again; judged again in every sync. */
export interface Kept extends Judged {
  readonly kind: 'kept';
  readonly known: KnownFacts | null;
  readonly item: PlanItem;
}

/** Never seen before and already gone, or left out: none of our business. */
export interface Ignored extends Judged {
  readonly kind: 'ignored';
  readonly known: null;
  /** By what they would leave if they were known. */
  readonly by: Proof;
}

/** Nothing to do: equal to what is known, gone already, or a first day that is still to come. */
export interface Unchanged extends Judged {
  readonly kind: 'unchanged';
  readonly known: KnownFacts | null;
}

/** What one row means for the tenant. */
export type Verdict = Joined | Rejoined | Changed | (Left & Judged) | Refused | Kept | Ignored | Unchanged;

/** An active person who is not in the answer, for the first time or not long enough; or to be kept, or protected. */
export interface Missing {
  readonly kind: 'missing';
  readonly known: KnownFacts;
  /** Since when, RFC 3339. */
  readonly since: string;
  /** True for those who would leave by now and are protected. */
  readonly protected: boolean;
  /** Somebody said that they are to be kept, or no to their leaving: it is no open question. */
  readonly settled: boolean;
  /** The leaving that somebody said no to; null if it is something else that keeps them. */
  readonly item: (Left & { readonly row: null }) | null;
}

/** What it means that somebody is not in the answer. */
export type AbsenceVerdict = (Left & { readonly row: null }) | Missing;

/** A verdict that changes somebody: an item of the plan. */
export type PlanItem = Joined | Rejoined | Changed | Left;

/** True if it changes somebody. */
export function isPlanItem(verdict: Verdict | AbsenceVerdict): verdict is PlanItem {
  return (
    verdict.kind === 'joined' || verdict.kind === 'rejoined' || verdict.kind === 'changed' || verdict.kind === 'left'
  );
}

/** The fields of an item's record that stay as they are known. */
export const maskedFields = (item: PlanItem): readonly EmployeeField[] => ('masked' in item ? item.masked : []);

/** The address that somebody has once this is applied; null if they have none. */
export function addressAfter(item: Joined | Rejoined | Changed): string | null {
  return maskedFields(item).includes('email') ? (item.known?.email ?? null) : item.row.email;
}

/** The EmployeeId that an item is about: of its row, or, of somebody absent, the last one known (empty: none). */
export function employeeIdOf(item: PlanItem): string {
  return item.row?.employeeId ?? item.known?.employeeId ?? '';
}
