import { importedPersonFaults, MAX_IMPORTED } from '@people-sync/contracts';
import { type InvalidField, invalidRequest } from '@people-sync/platform';
import type { ImportedPersonBody } from './import.dto';
import { type ImportError, invalidPeople } from './import-errors';

/** People to be imported, and what their places are called. */
export interface PeopleList {
  readonly people: readonly ImportedPersonBody[];
  /** Of the person at this index. */
  readonly lineOf: (index: number) => number;
  /** What a line is called: Line, or Person where there are no lines. */
  readonly word: 'Line' | 'Person';
}

/** Where people stand in a list that is no file. */
export const places = { lineOf: (index: number) => index + 1, word: 'Person' } as const;

/**
 * The people in `input`, checked.
 * @throws ProblemException 400 `invalid-request` for what is no such list; 422 `invalid-people` for values that nobody can have.
 */
export function peopleList(
  input: Readonly<Record<string, unknown>>,
  { lineOf, word }: Pick<PeopleList, 'lineOf' | 'word'>,
): PeopleList {
  const { people, ...others } = input;
  const form: InvalidField[] = Object.keys(others).map((field) => unknown(field));
  const values: ImportError[] = [];
  if (!Array.isArray(people)) form.push({ field: 'people', message: 'people must be a list' });
  else if (people.length > MAX_IMPORTED) {
    form.push({ field: 'people', message: `people must contain no more than ${MAX_IMPORTED} elements` });
  } else {
    for (const [index, person] of people.entries()) {
      for (const { field, code } of importedPersonFaults(person)) {
        const place = `people.${index}`;
        if (code === 'no-person') form.push({ field: place, message: `${place} must be an object` });
        else if (code === 'unknown-field') form.push(unknown(`${place}.${field}`));
        else values.push({ line: lineOf(index), field, code });
      }
    }
  }
  if (form.length > 0 || !isPeople(people)) throw invalidRequest(form);
  if (values.length > 0) throw invalidPeople(values, word);
  return { people, lineOf, word };
}

/** What passed `importedPersonFaults` is what the class says. */
const isPeople = (value: unknown): value is readonly ImportedPersonBody[] => Array.isArray(value);

const unknown = (field: string): InvalidField => ({ field, message: `property ${field} should not exist` });
