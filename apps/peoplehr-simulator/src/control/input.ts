import { type EmployeeRow, rowFields } from '../companies/employee-row';

/** A control request that cannot be carried out; the message says why. */
export class ControlError extends Error {
  constructor(
    readonly status: 400 | 404 | 405,
    message: string,
  ) {
    super(message);
    this.name = 'ControlError';
  }
}

/** A JSON object, or nothing for an empty body. */
export function objectOf(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined) throw new ControlError(400, 'the body is too long');
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ControlError(400, 'the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ControlError(400, 'the body is not an object');
  return Object.fromEntries(Object.entries(value));
}

/** An optional whole number between bounds. */
export function numberIn(
  body: Readonly<Record<string, unknown>>,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || value < least || value > most)
    throw new ControlError(400, `${name} must be a number from ${least} to ${most}`);
  return value;
}

/** An optional text. */
export function textIn(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.length > 1000)
    throw new ControlError(400, `${name} must be a text of at most 1000 characters`);
  return value;
}

/** Values of an employee's row; a name that is none of them is refused. */
export function rowIn(value: unknown): Partial<EmployeeRow> {
  if (typeof value !== 'object' || value === null) throw new ControlError(400, 'an employee must be an object');
  const row: Partial<EmployeeRow> = {};
  for (const [name, field] of Object.entries(value)) {
    const known = rowFields.find((f) => f === name);
    if (!known)
      throw new ControlError(400, `${name} is not a field of an employee; fields are ${rowFields.join(', ')}`);
    if (typeof field !== 'string') throw new ControlError(400, `${name} must be a text`);
    row[known] = field;
  }
  return row;
}
