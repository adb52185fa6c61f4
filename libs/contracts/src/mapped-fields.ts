import { type TSchema, Type } from '@sinclair/typebox';
import type { EmployeeField } from './employee';
import { mapped, sourceOf } from './person';

/** The name of a field that a sync writes from one field of PeopleHR. */
export type MappedField = keyof typeof mapped;

/** A value of each mapped field, or of something that goes by them. */
export type OfMapped<T> = Record<MappedField, T>;

/** One of them: its name, PeopleHR's field, and its column. */
export interface Mapping {
  readonly field: MappedField;
  readonly from: EmployeeField;
  /** In the People table, its history and what is staged for it. */
  readonly column: string;
}

const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** All mapped fields, in the order in which they are shown. */
export const mappings: readonly Mapping[] = (Object.keys(mapped) as MappedField[]).map((field) => ({
  field,
  from: sourceOf(mapped[field]).field,
  column: columnOf(field),
}));

/** PeopleHR's fields by the names that they have in the People table. */
const personFields: ReadonlyMap<string, string> = new Map<string, string>([
  ...mappings.map(({ from, field }) => [from, field] as const),
  ['employeeId', 'orgEmployeeId'],
]);

/** What a field of PeopleHR is called in the People table; those that it does not have are called as PeopleHR calls them. */
export const personFieldOf = (field: string): string => personFields.get(field) ?? field;

/** Makes something for every mapped field. */
export const ofMapped = <T>(make: (mapping: Mapping) => T): OfMapped<T> =>
  Object.fromEntries(mappings.map((mapping) => [mapping.field, make(mapping)])) as OfMapped<T>;

/** The values of the mapped fields in something that has more. */
export const mappedOf = <T>(record: OfMapped<T>): OfMapped<T> => ofMapped(({ field }) => record[field]);

/** The mapped fields with what the interface says of each. */
export const describedFields: typeof mapped = Object.fromEntries(
  mappings.map(({ field }): [string, TSchema] => {
    const schema = mapped[field];
    const { sentence } = sourceOf(schema);
    const description = `${sentence === '' ? 'As PeopleHR has it' : sentence}; null if it is blank`;
    return [field, Type.Unsafe({ ...schema, description })];
  }),
) as typeof mapped;
