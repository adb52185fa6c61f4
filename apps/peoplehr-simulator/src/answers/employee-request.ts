import { type Envelope, refusals } from './envelope';

/** The fields of a request's body. */
export type Fields = Readonly<Record<string, unknown>>;

/** A request whose key looks like one. */
export interface EmployeeRequest {
  readonly key: string;
  readonly body: Fields;
}

/** The same key however it was typed. */
export const normalKey = (text: string): string => text.trim().toLowerCase();

/** PeopleHR's keys are GUIDs; one client was seen with 32 digits and no hyphens. */
export const looksLikeKey = (key: string): boolean =>
  /^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(key);

/** The first of PeopleHR's checks, in its order: is there a body, is it JSON, is there a key. The content type is ignored. */
export function readRequest(text: string): EmployeeRequest | { readonly refusal: Envelope } {
  if (text.trim() === '') return { refusal: refusals.noBody };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { refusal: refusals.badJson };
  }
  if (body === null) return { refusal: refusals.noJson };
  if (typeof body !== 'object' || Array.isArray(body)) return { refusal: refusals.badJson };
  const fields: Fields = Object.fromEntries(Object.entries(body));
  const key = fields['APIKey'];
  if (typeof key !== 'string' || key.trim() === '') return { refusal: refusals.keyMissing };
  if (!looksLikeKey(normalKey(key))) return { refusal: refusals.keyMalformed };
  return { key: normalKey(key), body: fields };
}

/** The action, once the key is known to open something. */
export function readAction({ body }: EmployeeRequest): string | { readonly refusal: Envelope } {
  const action = body['Action'];
  if (typeof action !== 'string') return { refusal: refusals.actionMissing };
  return action.trim() === '' ? { refusal: refusals.actionEmpty } : action.trim();
}
