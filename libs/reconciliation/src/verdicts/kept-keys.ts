import { type Employee, type EmployeeField, employeeFields, type Policy } from '@people-sync/contracts';
import type { FieldChange } from '../safeguards/field-totals';
import { foldedWords } from '../reading/words';
import { outsideScope } from '../scope/scope';
import type { KnownFacts, RowFacts } from './differing-row';
import { LEAVER, scopeHad } from './standing';
import type { PlanItem } from './verdict';

/**
 * What somebody said no to, each thing by a key of its own: text that tables can hold and that no other version of the
 * rules reads otherwise. A no to a joining or a return is about EmployeeId, status, StartDate and LeavingDate; to a
 * leaver about EmployeeId, status and LeavingDate; to a change about one field and its new value; to being left out by
 * the settings about the values that are outside; to an absence about just that.
 */
export type KeptKeys = ReadonlySet<string>;

/** Of a no to somebody's leaving because they are not in PeopleHR, and because a person left them out. */
export const ABSENT_KEY = JSON.stringify(['absent']);
export const LEFT_OUT_KEY = JSON.stringify(['left-out']);

type Dates = Pick<RowFacts, 'employeeId' | 'status' | 'startDate' | 'leavingDate'>;
type LeaverFacts = Pick<RowFacts, 'employeeId' | 'status' | 'leavingDate'>;

const joiningKey = ({ employeeId, status, startDate, leavingDate }: Dates): string =>
  JSON.stringify(['joining', employeeId, status, startDate, leavingDate]);
/** Of a row that says that its person left, or may have: their last day may be one that cannot be read. */
export const leavingKey = ({ employeeId, status, leavingDate }: LeaverFacts): string =>
  JSON.stringify(['leaving', employeeId, status, leavingDate]);
const changeKey = (field: EmployeeField, value: string | null): string => JSON.stringify(['change', field, value]);
/** The settings read a value as a reader does, and so is it remembered. */
const scopeKey = (field: EmployeeField, value: string | null): string =>
  JSON.stringify(['scope', field, value === null ? null : foldedWords(value)]);

/** The field that a key is about, of a change or of the scope; undefined for the others. */
export function fieldOfKey(key: string): EmployeeField | undefined {
  return employeeFields.find(
    (field) => key.startsWith(`["change","${field}",`) || key.startsWith(`["scope","${field}",`),
  );
}

/**
 * What a no to the whole item is remembered by.
 * @param changes of a changed item what it does to the record
 * @param scope by which it was judged
 */
export function keptKeys(item: PlanItem, changes: readonly FieldChange[], scope: Policy['scope']): string[] {
  switch (item.kind) {
    case 'joined':
    case 'rejoined':
      return [joiningKey(item.row)];
    case 'changed':
      return [...new Set([...relinkKeys(item.known.employeeId, item.row), ...changeKeys(changes)])];
    case 'left':
      return leftKeys(item, scope);
  }
}

/** What a no to these fields of a changed item is remembered by. */
export const changeKeys = (changes: readonly FieldChange[]): string[] =>
  changes.map(({ field, new: value }) => changeKey(field, value));

function relinkKeys(known: string | null, { employeeId }: RowFacts): string[] {
  return known === employeeId ? [] : [changeKey('employeeId', employeeId)];
}

function leftKeys({ row, proof, known }: Extract<PlanItem, { kind: 'left' }>, scope: Policy['scope']): string[] {
  if (row === null) return [ABSENT_KEY];
  if (proof === 'settled-by-person') return [row.status === LEAVER ? leavingKey(row) : LEFT_OUT_KEY];
  if (proof !== 'out-of-scope') return [leavingKey(row)];
  return outsideScope(row.scope, scope, scopeHad(known)).values.map(({ field, value }) => scopeKey(field, value));
}

/** What one person's noes keep away. Nothing was said no to without any. */
export class Noes {
  constructor(private readonly keys: KeptKeys = NO_KEYS) {}

  get none(): boolean {
    return this.keys.size === 0;
  }

  /** Of a row that would add the person, or bring them back. */
  joining(row: Dates): boolean {
    return this.keys.has(joiningKey(row));
  }

  /** Of a row that says by status or date that they left, or may have. */
  leaving(row: Dates): boolean {
    return this.keys.has(leavingKey(row));
  }

  /** Of a row that the settings leave out: every value that is outside was said no to. */
  beingOutside(row: RowFacts, scope: Policy['scope'], known: KnownFacts): boolean {
    const outside = this.none ? [] : outsideScope(row.scope, scope, scopeHad(known)).values;
    return outside.length > 0 && outside.every(({ field, value }) => this.keys.has(scopeKey(field, value)));
  }

  /** Of somebody who was left out by a person's word. */
  get beingLeftOut(): boolean {
    return this.keys.has(LEFT_OUT_KEY);
  }

  /** Of somebody who is not in the answer. */
  get absence(): boolean {
    return this.keys.has(ABSENT_KEY);
  }

  /** Of a field that would get this value. */
  change(field: EmployeeField, value: string | null): boolean {
    return this.keys.has(changeKey(field, value));
  }

  /** True if it takes the whole record to tell what they are about. */
  get needRecord(): boolean {
    return [...this.keys].some((key) => fieldOfKey(key) !== undefined);
  }

  /**
   * Of each key whether this row says the same. A leaver's row is cut down to a few fields: of the others it says
   * nothing. Nor does any row end a no to being left out by a person.
   * @param record of the row; undefined only if no key is about a field
   */
  saidBy(row: RowFacts, record: Employee | undefined, gone: boolean): { key: string; same: boolean }[] {
    return [...this.keys].flatMap((key) => {
      if (key === LEFT_OUT_KEY) return [];
      const field = fieldOfKey(key);
      if (field === undefined) return [{ key, same: key === joiningKey(row) || key === leavingKey(row) }];
      if (gone && !LEAVER_FIELDS.has(field)) return [];
      if (!record) throw new Error('a no is about a field, and its row was not read');
      return [{ key, same: key === changeKey(field, record[field]) || key === scopeKey(field, record[field]) }];
    });
  }
}

const NO_KEYS: KeptKeys = new Set();

/** What a leaver's row still has (docs/semantics.md §1). */
const LEAVER_FIELDS: ReadonlySet<EmployeeField> = new Set([
  'employeeId',
  'uniqueKey',
  'status',
  'startDate',
  'leavingDate',
]);
