import type { ImportedPerson } from '@people-sync/contracts/api';
import type { ImportError } from '@people-sync/wording';

/** What a column may hold. */
export type Field = keyof ImportedPerson;

/** Columns by their folded names: ours, and those of WeThrive's own export (W-CSV). */
const fields = new Map<string, Field>([
  ['wethriveid', 'weThriveId'],
  ['wethriverecordid', 'weThriveId'],
  ['orgemployeeid', 'orgEmployeeId'],
  ['email', 'email'],
  ['emailaddress', 'email'],
  ['name', 'name'],
  ['team', 'team'],
  ['location', 'location'],
  ['department', 'department'],
  ['manager', 'manager'],
  ['unit', 'unit'],
  ['status', 'status'],
  ['active', 'status'],
]);

/** What a column of this name holds; undefined if it means nothing here: the export has more than we keep. */
export const fieldOf = (name: string): Field | undefined => fields.get(folded(name));

/** `Org employee ID (optional)`, `Active (Yes/No)`: without what is in brackets, case, spaces and signs. */
const folded = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\([^()]*\)/g, '')
    .replace(/[^a-z0-9]/g, '');

/** Columns of a file at most. */
export const MOST_COLUMNS = 200;

/** What is wrong with a header line. */
export function headerErrors(header: readonly string[], line: number): ImportError[] {
  if (header.length > MOST_COLUMNS) return [{ line, field: '', code: 'too-many-columns' }];
  const found = header.map(fieldOf);
  const missing = (['email', 'name'] as const).filter((field) => !found.includes(field));
  const twice = new Set(found.filter((field, index) => field !== undefined && found.indexOf(field) !== index));
  return [
    ...missing.map((field) => ({ line, field, code: 'column-missing' })),
    ...[...twice].map((field) => ({ line, field: field ?? '', code: 'column-twice' })),
  ];
}
