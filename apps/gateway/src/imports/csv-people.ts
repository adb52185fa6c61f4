import { MAX_IMPORTED, unfitAt } from '@people-sync/contracts';
import type { Turn } from '@people-sync/platform';
import type { ImportError } from '@people-sync/wording';
import { csvDialect } from '../csv/csv-dialect';
import { unguarded } from '../csv/formula-guard';
import { CsvBrokenError, type CsvFault, type CsvRecord, readCsv } from '../csv/csv-records';
import { type Field, fieldOf, headerErrors } from './csv-columns';
import type { ImportColumn } from './people-list';

/** People as the file has them, each with the line of the file in which they begin; or why none of it can be read. */
export type CsvPeople =
  | {
      readonly people: readonly CsvPerson[];
      readonly lines: readonly number[];
      /** Lines that nobody can be read from. */
      readonly refused: readonly ImportError[];
      readonly columns: readonly ImportColumn[];
    }
  | { readonly errors: readonly ImportError[] };

/** Somebody of a file; a value that is blank is not known. */
export type CsvPerson = Partial<Record<Field, string>>;

const statuses = new Map([
  ['', 'active'],
  ['active', 'active'],
  // The export of the People table knows people who wait for a licence: they work here.
  ['waiting', 'active'],
  ['yes', 'active'],
  ['true', 'active'],
  ['inactive', 'inactive'],
  ['no', 'inactive'],
  ['false', 'inactive'],
]);

/**
 * Reads a file with a header line, in turns. Columns that mean nothing here are passed over, and so are lines without
 * any value. One person more than may be is read, and nobody after them.
 */
export async function csvPeople(text: string, turn?: Turn): Promise<CsvPeople> {
  const dialect = csvDialect(text, (name) => fieldOf(name) !== undefined);
  const reading = new Reading();
  try {
    await readCsv(dialect.text, dialect.delimiter, reading, turn);
  } catch (error) {
    if (error instanceof CsvBrokenError) reading.broken(error.fault);
    else if (error !== ENOUGH) throw error;
  }
  return reading.result();
}

/** Thrown to read no further. */
const ENOUGH = new Error('there are more people than may be');

class Reading {
  private header: readonly string[] | undefined;
  private fields: readonly (Field | undefined)[] = [];
  private width = 0;
  private errors: readonly ImportError[] = [];
  private readonly people: CsvPerson[] = [];
  private readonly lines: number[] = [];
  private readonly refused: ImportError[] = [];

  record({ line, values }: CsvRecord): void {
    const unfit = unfitCells({ line, values }, this.fields);
    if (!this.header) this.begin(line, values, unfit);
    else if (unfit.length > 0) this.refused.push(...unfit);
    else if (values.slice(this.width).some((value) => value !== '')) this.refuse(line, '', 'too-many-values');
    else this.person(line, values);
    if (this.people.length + this.refused.length > MAX_IMPORTED) throw ENOUGH;
  }

  fault(fault: CsvFault): void {
    // Without a header nothing that follows has a meaning.
    if (!this.header) throw new CsvBrokenError(fault);
    this.refuse(fault.line, this.fields[fault.column] ?? '', fault.code);
  }

  broken({ line, column, code }: CsvFault): void {
    this.errors = [{ line, field: this.fields[column] ?? '', code }];
  }

  result(): CsvPeople {
    const { people, lines, refused } = this;
    if (this.errors.length > 0) return { errors: this.errors };
    if (!this.header) return { errors: [{ line: 1, field: '', code: 'file-empty' }] };
    const columns = this.header.map((name, index) => ({ name, field: this.fields[index] ?? null }));
    return { people, lines, refused, columns };
  }

  private begin(line: number, header: readonly string[], unfit: readonly ImportError[]): void {
    this.header = header;
    this.errors = unfit.length > 0 ? unfit : headerErrors(header, line);
    if (this.errors.length > 0) throw ENOUGH;
    this.fields = header.map(fieldOf);
    this.width = header.findLastIndex((name) => name !== '') + 1;
  }

  private person(line: number, values: readonly string[]): void {
    const person: CsvPerson = {};
    for (const [index, field] of this.fields.entries()) if (field) person[field] = shown(values[index] ?? '');
    const status = statuses.get((person.status ?? '').toLowerCase());
    if (status === undefined) {
      this.refuse(line, 'status', 'unknown-status');
      return;
    }
    this.people.push({ ...person, status });
    this.lines.push(line);
  }

  private refuse(line: number, field: string, code: string): void {
    this.refused.push({ line, field, code });
  }
}

/** Cells that are no text; what is kept of somebody stands on one line, in other columns there may be line ends. */
const unfitCells = ({ line, values }: CsvRecord, fields: readonly (Field | undefined)[]): ImportError[] =>
  values.flatMap((value, index) => {
    const field = fields[index];
    const at = unfitAt(value, field ? 'line' : 'prose');
    if (at < 0) return [];
    const above = (values.slice(0, index).join('') + value.slice(0, at)).split('\n').length - 1;
    return { line: line + above, column: index + 1, field: field ?? '', code: 'unfit-text' };
  });

/** Longer than any value may be: what is longer is refused anyway, and not looked into. */
const LONG = 1_000;

/** What a spreadsheet shows: without the apostrophes that the export puts before what could be a formula. */
const shown = (value: string): string => (value.length > LONG ? value : unguarded(value));
