import { ABSENT_KEY, type KeptKeys, LEFT_OUT_KEY } from '../verdicts/kept-keys';
import type { Marks } from './same-person';

/** What a person settled about a row: whose it is. */
export interface IdentitySettlement {
  readonly kind: 'same-person' | 'new-person';
  /** Whom it is the row of; null for somebody new who was not added yet. */
  readonly personId: string | null;
  /** The row as it was then: what was settled holds for that employee, not for whoever gets their EmployeeId later. */
  readonly about: Marks;
}

/** Whether somebody left, of whom PeopleHR does not say it so that it can be read. */
export interface LeaverWord {
  readonly word: 'left' | 'not-yet';
  /** `leavingKey` of the row that it was asked about. */
  readonly about: string;
}

/** Everything that people settled for a tenant, as far as it still holds. */
export interface Settlements {
  /** By EmployeeId. */
  readonly identities: ReadonlyMap<string, IdentitySettlement>;
  /** By person id: whoever is missing has left, or is to be kept; holds as long as they are missing. */
  readonly missing: ReadonlyMap<string, 'left' | 'keep'>;
  /** By person id: what somebody said of a leaver whose last day cannot be read; holds for that date of that record. */
  readonly leavers: ReadonlyMap<string, LeaverWord>;
  /** Person ids of those who are never synced. */
  readonly leftOut: ReadonlySet<string>;
  /** By person id everything about them that somebody said no to. */
  readonly kept: ReadonlyMap<string, KeptKeys>;
}

/** Nothing was settled yet. */
export const noSettlements: Settlements = {
  identities: new Map(),
  missing: new Map(),
  leavers: new Map(),
  leftOut: new Set(),
  kept: new Map(),
};

/** One thing that somebody settles. */
export type Settlement =
  | { readonly kind: 'identity'; readonly employeeId: string; readonly identity: IdentitySettlement }
  | { readonly kind: 'missing'; readonly personId: string; readonly word: 'left' | 'keep' }
  | { readonly kind: 'leaver'; readonly personId: string; readonly said: LeaverWord }
  | { readonly kind: 'leave-out'; readonly personId: string }
  | { readonly kind: 'no'; readonly personId: string; readonly keys: Iterable<string> };

/** The settlements with more of them: a later word about the same counts, and a no beside the earlier ones. */
export function settledWith(settlements: Settlements, more: Iterable<Settlement>): Settlements {
  const identities = new Map(settlements.identities);
  const missing = new Map(settlements.missing);
  const leavers = new Map(settlements.leavers);
  const leftOut = new Set(settlements.leftOut);
  const kept = new Map(settlements.kept);
  for (const one of more) {
    if (one.kind === 'identity') identities.set(one.employeeId, one.identity);
    else if (one.kind === 'missing') missing.set(one.personId, one.word);
    else if (one.kind === 'leaver') leavers.set(one.personId, one.said);
    else if (one.kind === 'leave-out') leftOut.add(one.personId);
    else kept.set(one.personId, new Set([...(kept.get(one.personId) ?? []), ...one.keys]));
    const takenBack = takenBackBy(one);
    if (takenBack && 'personId' in one) {
      const rest = new Set(kept.get(one.personId) ?? []);
      rest.delete(takenBack);
      if (rest.size > 0) kept.set(one.personId, rest);
      else kept.delete(one.personId);
    }
  }
  return { identities, missing, leavers, leftOut, kept };
}

/** Whoever says that somebody is to go takes back an earlier no to just that: its key. */
export function takenBackBy(settlement: Settlement): string | null {
  if (settlement.kind === 'missing' && settlement.word === 'left') return ABSENT_KEY;
  if (settlement.kind === 'leaver' && settlement.said.word === 'left') return settlement.said.about;
  return settlement.kind === 'leave-out' ? LEFT_OUT_KEY : null;
}
