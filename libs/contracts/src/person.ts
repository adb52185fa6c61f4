import type { Static, TSchema } from '@sinclair/typebox';
import type { EmployeeField } from './employee';
import { exactly, Nullable, oneOf, PersonId, Text } from './primitives';

/** Where somebody stands in WeThrive. `waiting`: a joiner or rejoiner for whom no licence is free yet. */
export const personStatuses = ['active', 'inactive', 'waiting'] as const;
export type PersonStatus = (typeof personStatuses)[number];

const text = () => Nullable(Text(512));

/** PeopleHR's field, and what the interface says of it; empty: its name says all. */
export interface FieldSource {
  readonly field: EmployeeField;
  readonly sentence: string;
}

/** Where the mapped fields come from: no part of their schemas, which stay as they were published. */
const sources = new Map<TSchema, FieldSource>();

function from(field: EmployeeField, sentence = '') {
  const schema = text();
  sources.set(schema, { field, sentence });
  return schema;
}

/** Where a mapped field comes from. */
export function sourceOf(schema: TSchema): FieldSource {
  const source = sources.get(schema);
  if (!source) throw new Error('no mapped field');
  return source;
}

/**
 * The fields that a sync writes from one field of PeopleHR each, as it is. Declared here and nowhere else: event, table,
 * history, interface, files and explanations have what stands here. Who somebody is (address, name, EmployeeId) is not
 * among them.
 */
export const mapped = {
  /** PeopleHR's Job Role. */
  team: from('jobRole', "PeopleHR's Job Role"),
  location: from('location'),
  department: from('department'),
  /** The name of the person they report to: a filter, it grants no access. */
  manager: from('reportsTo', 'The name of the person they report to'),
};

/** A person in WeThrive's words: one row of the People table. */
export const Person = exactly({
  personId: PersonId,
  /** Lower case; null once somebody inactive gave the address up to a newcomer. */
  email: Nullable(Text(254)),
  /** First and last name. */
  name: Text(512),
  ...mapped,
  /** Never written by a sync. */
  unit: text(),
  status: oneOf(...personStatuses),
  /** WeThrive's own record id, if they were imported. */
  weThriveId: text(),
  /** PeopleHR's EmployeeId. */
  orgEmployeeId: text(),
});
export type Person = Static<typeof Person>;
