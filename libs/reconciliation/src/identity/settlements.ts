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
  /** `leaverKey` of the row that it was asked about. */
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
  /** By person id the key (`keptKey`) of the change that somebody said no to. */
  readonly kept: ReadonlyMap<string, string>;
}

/** Nothing was settled yet. */
export const noSettlements: Settlements = {
  identities: new Map(),
  missing: new Map(),
  leavers: new Map(),
  leftOut: new Set(),
  kept: new Map(),
};
