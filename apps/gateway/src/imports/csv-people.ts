import { CsvError, parse } from 'csv-parse/sync';
import { type ImportedPersonBody, MAX_PEOPLE } from './import.dto';
import type { ImportError } from './import-errors';

/** People as the file has them, each with the line of the file in which they begin; or what is wrong with it. */
export type CsvPeople =
  | { readonly people: readonly CsvPerson[]; readonly lines: readonly number[] }
  | { readonly errors: readonly ImportError[] };

type Field = keyof ImportedPersonBody;
type CsvPerson = Partial<Record<Field, string>>;

/** Columns by their folded names: ours, and those of WeThrive's own export (W-CSV). */
const columns: Readonly<Record<string, Field>> = {
  wethriveid: 'weThriveId',
  wethriverecordid: 'weThriveId',
  orgemployeeid: 'orgEmployeeId',
  email: 'email',
  emailaddress: 'email',
  name: 'name',
  team: 'team',
  location: 'location',
  department: 'department',
  manager: 'manager',
  unit: 'unit',
  status: 'status',
  active: 'status',
};

const statuses: Readonly<Record<string, string>> = {
  '': 'active',
  active: 'active',
  // The export of the People table knows people who wait for a licence: they work here.
  waiting: 'active',
  yes: 'active',
  true: 'active',
  inactive: 'inactive',
  no: 'inactive',
  false: 'inactive',
};

/** Reads a file with a header line. Columns that mean nothing here are passed over: the export has more than we keep. */
export function csvPeople(text: string): CsvPeople {
  const found = recordsOf(text);
  if ('errors' in found) return found;
  const [header, ...rows] = found.records;
  const fields = (header?.values ?? []).map((name) => columns[folded(name)]);
  const errors = headerErrors(fields);
  const people: CsvPerson[] = [];
  for (const { line, values } of errors.length > 0 ? [] : rows) {
    const person: CsvPerson = {};
    for (const [index, field] of fields.entries()) if (field) person[field] = unguarded(values[index] ?? '');
    const status = statuses[(person.status ?? '').toLowerCase()];
    if (status === undefined) errors.push({ line, field: 'status', code: 'unknown-status' });
    else people.push({ ...person, status });
  }
  return errors.length > 0 ? { errors } : { people, lines: rows.map(({ line }) => line) };
}

/** `Org employee ID (optional)`, `Active (Yes/No)`: without what is in brackets, case, spaces and signs. */
const folded = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\([^()]*\)/g, '')
    .replace(/[^a-z0-9]/g, '');

function headerErrors(fields: readonly (Field | undefined)[]): ImportError[] {
  const missing = (['email', 'name'] as const).filter((field) => !fields.includes(field));
  const twice = fields.filter((field, index) => field !== undefined && fields.indexOf(field) !== index);
  return [
    ...missing.map((field) => ({ line: 1, field, code: 'column-missing' })),
    ...twice.map((field) => ({ line: 1, field: field ?? '', code: 'column-twice' })),
  ];
}

interface CsvRecord {
  readonly line: number;
  readonly values: readonly string[];
}

function recordsOf(
  text: string,
): { readonly records: readonly CsvRecord[] } | { readonly errors: readonly ImportError[] } {
  const records: CsvRecord[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count_less: true,
      skip_empty_lines: true,
      trim: true,
      // The header, and one more than may be: that is refused by their number.
      to: MAX_PEOPLE + 2,
      on_record: (values: string[], { lines }) => {
        // `lines` is where it ends.
        const inside = values.join('').match(/\r\n|\r|\n/g)?.length ?? 0;
        records.push({ line: lines - inside, values });
        return null;
      },
    });
    return { records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return { errors: [{ line, field: '', code: 'line-broken' }] };
  }
}

/** Spreadsheets in some countries write semicolons, or tabs: whatever the first line has most of. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split(/\r\n|\r|\n/, 1);
  const count = (sign: string): number => first.split(sign).length;
  return [';', '\t'].reduce((most, sign) => (count(sign) > count(most) ? sign : most), ',');
}

/** The export puts an apostrophe before what a spreadsheet would take for a formula. */
const unguarded = (value: string): string => (/^'[=+\-@]/.test(value) ? value.slice(1) : value);
