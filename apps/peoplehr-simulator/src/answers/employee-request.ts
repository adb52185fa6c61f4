import { type Envelope, refusals } from './envelope';

/** A request that names a key and an action. */
export interface EmployeeRequest {
  readonly key: string;
  readonly action: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MAX_KEY = 50;

/** Reads the body in PeopleHR's order of checks: empty, not JSON, key, action. The content type is not looked at. */
export function readRequest(text: string): EmployeeRequest | { readonly refusal: Envelope; readonly key?: string } {
  if (text.trim() === '') return { refusal: refusals.noJson };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { refusal: refusals.badJson };
  }
  if (!isRecord(body)) return { refusal: refusals.badJson };
  const key = body['APIKey'];
  if (typeof key !== 'string' || key.trim() === '') return { refusal: refusals.keyMissing };
  if (key.length > MAX_KEY || !/^[0-9a-f-]{32,36}$/i.test(key.trim())) return { refusal: refusals.keyMalformed };
  const action = body['Action'];
  if (typeof action !== 'string') return { refusal: refusals.actionMissing, key };
  if (action.trim() === '') return { refusal: refusals.actionEmpty, key };
  return { key: key.trim().toLowerCase(), action, body };
}
