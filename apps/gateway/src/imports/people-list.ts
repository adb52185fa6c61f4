import { type InvalidField, invalidRequest } from '@people-sync/platform';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { type ImportedPersonBody, ImportPeopleBody } from './import.dto';
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

/** The stable word for a rule that a value broke. */
const CODES: Readonly<Record<string, string>> = {
  isString: 'not-text',
  maxLength: 'too-long',
  isIn: 'unknown-status',
};

/**
 * The list in `input`, checked.
 * @throws ProblemException 400 `invalid-request` for what is no such list; 422 `invalid-people` for values that nobody can have.
 */
export async function peopleList(
  input: unknown,
  { lineOf, word }: Pick<PeopleList, 'lineOf' | 'word'>,
): Promise<PeopleList> {
  const given = typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
  const body = plainToInstance(ImportPeopleBody, given);
  const rules = { whitelist: true, forbidNonWhitelisted: true, validationError: { target: false, value: false } };
  const wrong = await validate(body, rules);
  const people = wrong.find(({ property }) => property === 'people')?.children ?? [];
  const values = people.flatMap((person) => valueErrors(person, lineOf));
  const form = wrong.flatMap((error) => formErrors(error, ''));
  if (form.length > 0) throw invalidRequest(form);
  if (values.length > 0) throw invalidPeople(values.slice(0, TOLD), word);
  return { people: body.people, lineOf, word };
}

/** Errors that are told at most, as the reconciler does. */
const TOLD = 100;

/** A person's values that broke a rule of theirs; of several rules the first in CODES. */
const valueErrors = ({ property, children }: ValidationError, lineOf: PeopleList['lineOf']): ImportError[] =>
  (children ?? []).flatMap(({ property: field, constraints = {} }) => {
    const rule = Object.keys(CODES).find((one) => one in constraints);
    const code = CODES[rule ?? ''];
    return code === undefined ? [] : { line: lineOf(Number(property)), field, code };
  });

/** Everything else: fields that do not exist, a list that is none or too long. */
function formErrors({ property, constraints, children }: ValidationError, parent: string): InvalidField[] {
  const field = parent + property;
  const own = Object.entries(constraints ?? {}).filter(([rule]) => !(parent.startsWith('people.') && CODES[rule]));
  return [
    ...own.map(([, message]) => ({ field, message })),
    ...(children ?? []).flatMap((child) => formErrors(child, `${field}.`)),
  ];
}
