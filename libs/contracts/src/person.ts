import type { Static } from '@sinclair/typebox';
import { exactly, Nullable, oneOf, PersonId, Text } from './primitives';

/** Where somebody stands in WeThrive. `waiting`: a joiner or rejoiner for whom no licence is free yet. */
export const personStatuses = ['active', 'inactive', 'waiting'] as const;
export type PersonStatus = (typeof personStatuses)[number];

const text = () => Nullable(Text(512));

/** A person in WeThrive's words: one row of the People table. */
export const Person = exactly({
  personId: PersonId,
  /** Lower case; null once somebody inactive gave the address up to a newcomer. */
  email: Nullable(Text(254)),
  /** First and last name. */
  name: Text(512),
  /** PeopleHR's Job Role. */
  team: text(),
  location: text(),
  department: text(),
  /** The name of the person they report to: a filter, it grants no access. */
  manager: text(),
  /** Never written by a sync. */
  unit: text(),
  status: oneOf(...personStatuses),
  /** WeThrive's own record id, if they were imported. */
  weThriveId: text(),
  /** PeopleHR's EmployeeId. */
  orgEmployeeId: text(),
});
export type Person = Static<typeof Person>;
