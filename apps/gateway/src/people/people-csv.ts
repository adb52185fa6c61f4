import type { PersonJson } from './person.dto';

const columns = [
  'personId',
  'name',
  'email',
  'team',
  'location',
  'department',
  'manager',
  'unit',
  'status',
  'orgEmployeeId',
  'weThriveId',
] as const satisfies readonly (keyof PersonJson)[];

/** The names of the columns, as in JSON; RFC 4180. */
export const csvHeader = `${columns.join(',')}\r\n`;

/** People as lines of CSV; null is an empty field. */
export const csvLines = (people: readonly PersonJson[]): string =>
  people.map((person) => `${columns.map((column) => field(person[column])).join(',')}\r\n`).join('');

/** A spreadsheet takes a text that begins like a formula for one; with an apostrophe in front it stays text. */
function field(value: string | null): string {
  const text = value ?? '';
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
