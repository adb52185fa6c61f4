import { Type, type TSchema } from '@sinclair/typebox';

/** A customer company, as the main platform names it: lower-case letters, digits and dashes, 1 to 63. */
export const TENANT_ID_PATTERN = '^[a-z0-9][a-z0-9-]{0,62}$';

/** Id of one sync (UUID). */
export const SyncId = Type.String({ format: 'uuid' });

/** A person's own id (UUID); it never changes, whatever PeopleHR does to email or EmployeeId. */
export const PersonId = Type.String({ format: 'uuid' });

/** Number of the reconciler's event for a person: 1, 2, 3… without gaps. */
export const SourceVersion = Type.Integer({ minimum: 1 });

/** SHA-256 or HMAC-SHA-256 in lower-case hex. */
export const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** An instant, RFC 3339. */
export const Instant = Type.String({ format: 'date-time' });

/** A day without a time or a zone, `yyyy-MM-dd`. */
export const PlainDate = Type.String({ format: 'date' });

/** A whole number from zero up. */
export const Count = Type.Integer({ minimum: 0 });

/** Text of at most `max` UTF-16 units. */
export const Text = (max: number) => Type.String({ maxLength: max });

/** The value, or null when there is none: missing is always null, never an absent key. */
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** On a schema: the words that are known today. No part of the schema itself, which stays as it is when one is added. */
export const knownWords = Symbol('knownWords');

/**
 * A word of a set that grows, such as a safeguard's name: writers have their list, readers take any. Lower case with
 * dashes, at most 64.
 * @param known today, for the pages
 */
export const wordOf = (...known: readonly string[]) =>
  Object.assign(Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' }), { [knownWords]: known });

/** One of the given words: of a set that no version of the event adds to, because readers act on each. */
export const oneOf = <const T extends readonly string[]>(...words: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: words });

/** An object with exactly these keys. */
export const exactly = <T extends Record<string, TSchema>>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });
