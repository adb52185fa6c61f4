import type { ImportedPerson } from '@people-sync/contracts/api';
import { importedPersonFaults, MAX_IMPORTED } from '@people-sync/contracts';
import { type InvalidField, invalidRequest } from '@people-sync/platform';
import type { ImportError } from '@people-sync/wording';
import type { LineText } from './import-errors';

/** Somebody of a list, as far as it says. */
export type ListedPerson = Partial<ImportedPerson>;

/** People to be imported, and what their places are called. */
export interface PeopleList {
  /** Those whose values can be somebody's. */
  readonly people: readonly ListedPerson[];
  /** The line of each of them, in the same order. */
  readonly lines: readonly number[];
  /** Lines that are nobody: they can only be left out. */
  readonly refused: readonly ImportError[];
  /** What a line is called: Line, or Person where there are no lines. */
  readonly word: 'Line' | 'Person';
  /** Of a file: its columns, and what becomes of each. */
  readonly columns?: readonly ImportColumn[];
  /** Of a preview of a file. */
  readonly textOf?: LineText;
}

/** A column of a file. */
export interface ImportColumn {
  /** As the file has it. */
  readonly name: string;
  /** What it is; null: it is not used. */
  readonly field: string | null;
}

/**
 * The people of a request.
 * @throws ProblemException 400 `invalid-request` for what is no such list.
 */
export function peopleList(input: Readonly<Record<string, unknown>>): PeopleList {
  const { people, ...others } = input;
  const form: InvalidField[] = Object.keys(others).map((field) => unknown(field));
  if (!Array.isArray(people)) throw invalidRequest([...form, { field: 'people', message: 'people must be a list' }]);
  const list = sorted(people, (index) => index + 1, 'Person', form);
  if (form.length > 0) throw invalidRequest(form);
  return list;
}

/** The people of a file, of whom some may have values that nobody can have. */
export const fileList = (
  people: readonly object[],
  lines: readonly number[],
  refused: readonly ImportError[],
  columns: readonly ImportColumn[],
): PeopleList => {
  const list = sorted(people, (index) => lines[index] ?? 0, 'Line', []);
  const all = [...refused, ...list.refused].sort((one, other) => one.line - other.line);
  return { ...list, refused: all, columns };
};

/** Who can be somebody, and who cannot; what is no person at all goes to `form`. */
function sorted(
  people: readonly unknown[],
  lineOf: (index: number) => number,
  word: PeopleList['word'],
  form: InvalidField[],
): PeopleList {
  if (people.length > MAX_IMPORTED) throw invalidRequest([tooMany]);
  const good: ListedPerson[] = [];
  const lines: number[] = [];
  const refused: ImportError[] = [];
  for (const [index, person] of people.entries()) {
    const line = lineOf(index);
    let isGood = isPerson(person);
    for (const { field, code } of importedPersonFaults(person)) {
      isGood = false;
      const place = `people.${index}`;
      if (code === 'no-person') form.push({ field: place, message: `${place} must be an object` });
      else if (code === 'unknown-field') form.push(unknown(`${place}.${field}`));
      else refused.push({ line, field, code });
    }
    if (!isGood || !isPerson(person)) continue;
    good.push(person);
    lines.push(line);
  }
  return { people: good, lines, refused, word };
}

/** What `importedPersonFaults` finds nothing wrong with is what the class says. */
const isPerson = (value: unknown): value is ListedPerson => typeof value === 'object' && value !== null;

const unknown = (field: string): InvalidField => ({ field, message: `property ${field} should not exist` });

const tooMany: InvalidField = { field: 'people', message: `people must contain no more than ${MAX_IMPORTED} elements` };
