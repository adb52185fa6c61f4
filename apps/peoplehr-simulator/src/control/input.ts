import { rowFields } from '../companies/employee-row';
import type { EmployeeRow, RowField } from '../companies/employee-row';
import { looksLikeKey, normalKey } from '../answers/employee-request';

/** A control request that cannot be carried out; the message says why. */
export class ControlError extends Error {
  override readonly name = 'ControlError';

  constructor(
    readonly status: 400 | 404 | 405 | 409 | 413,
    message: string,
  ) {
    super(message);
  }
}

/** The fields of a control request. */
export type Input = Readonly<Record<string, unknown>>;

const MAX_TEXT = 1000;
const MAX_SEED = 2 ** 31;

/** The body as a JSON object; nothing for an empty one. */
export function inputOf(text: string): Input {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ControlError(400, 'the body is not JSON');
  }
  return fieldsOf(value, 'the body');
}

/** Refuses a field that nobody reads: it would be a typing error that changes the test. */
export function only(input: Input, ...names: readonly string[]): void {
  for (const name of Object.keys(input))
    if (!names.includes(name)) throw new ControlError(400, `${name} is not known here; known are ${names.join(', ')}`);
}

/** An optional number between bounds. */
export function numberIn(input: Input, name: string, least: number, most: number): number | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || value < least || value > most)
    throw new ControlError(400, `${name} must be a number from ${least} to ${most}`);
  return value;
}

/** An optional whole number between bounds. */
export function wholeIn(input: Input, name: string, least: number, most: number): number | undefined {
  const value = numberIn(input, name, least, most);
  if (value !== undefined && !Number.isInteger(value)) throw new ControlError(400, `${name} must be a whole number`);
  return value;
}

/** An optional seed. */
export const seedIn = (input: Input): number | undefined => wholeIn(input, 'seed', 0, MAX_SEED);

/** An optional text. */
export function textIn(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.length > MAX_TEXT)
    throw new ControlError(400, `${name} must be a text of at most ${MAX_TEXT} characters`);
  return value;
}

/** An optional true or false. */
export function flagIn(input: Input, name: string): boolean | undefined {
  const value = input[name];
  if (value !== undefined && typeof value !== 'boolean') throw new ControlError(400, `${name} must be true or false`);
  return value;
}

/** An optional word out of some. */
export function wordIn<T extends string | number>(input: Input, name: string, words: readonly T[]): T | undefined {
  if (input[name] === undefined) return undefined;
  const word = words.find((known) => known === input[name]);
  if (word === undefined)
    throw new ControlError(400, `${name} must be one of ${words.map((known) => JSON.stringify(known)).join(', ')}`);
  return word;
}

/** Something that must not be left out. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new ControlError(400, `${name} is missing`);
  return value;
}

/** An API key: a GUID, or its 32 digits. */
export function keyOf(text: string): string {
  const key = normalKey(text);
  if (!looksLikeKey(key)) throw new ControlError(400, 'a key must be a GUID');
  return key;
}

/** A whole list of employees, each with an employeeId of its own. */
export function rowsIn(input: Input, most: number): (Partial<EmployeeRow> & { employeeId: string })[] {
  const value = input['rows'];
  if (!Array.isArray(value) || value.length > most)
    throw new ControlError(400, `rows must be a list of at most ${most} employees`);
  const rows = value.map((item: unknown) => {
    const row = rowOfInput(fieldsOf(item, 'an employee'));
    return { ...row, employeeId: idOf(row.employeeId) };
  });
  if (new Set(rows.map(({ employeeId }) => employeeId)).size < rows.length)
    throw new ControlError(400, 'rows must not have an employeeId twice; there is a fault for that');
  return rows;
}

/** An EmployeeId: any text but a blank one. */
export function idOf(text: string | undefined): string {
  if (text === undefined || text.trim() === '') throw new ControlError(400, 'employeeId must not be blank');
  return text;
}

/** Values of an employee; a name that is none of theirs is refused. */
export function rowOfInput(input: Input): Partial<EmployeeRow> {
  only(input, ...rowFields);
  const row: Partial<Record<RowField, string>> = {};
  for (const name of rowFields) {
    const value = textIn(input, name);
    if (value !== undefined) row[name] = value;
  }
  return row;
}

/** A JSON object. */
export function fieldsOf(value: unknown, what: string): Input {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ControlError(400, `${what} must be a JSON object`);
  return Object.fromEntries(Object.entries(value));
}
