import { byPerson, type Named, type Part } from '@people-sync/contracts';
import canonicalize from 'canonicalize';
import type { Holder } from '../keys/tokens';

/** Something that only one holder's key shall open. */
export interface Content {
  readonly tenantId: string;
  readonly holder: Holder;
  /** As it is sealed. */
  readonly bytes: Buffer;
}

/** What an event says about one person, ready to be sealed: whom it is about stands inside as well. */
export const partContent = (tenantId: string, { whom, values }: Part): Content => ({
  tenantId,
  holder: whom,
  bytes: bytesOf({ whom, values }),
});

/** Who pressed the button. */
export const actorContent = (tenantId: string, actor: string): Content => ({
  tenantId,
  holder: { by: 'actor', value: actor },
  bytes: bytesOf({ actor }),
});

/** What a report says about somebody. */
export const valuesContent = (tenantId: string, personId: string, values: object): Content => ({
  tenantId,
  holder: byPerson(personId),
  bytes: bytesOf({ personId, values }),
});

const bytesOf = (value: object): Buffer => Buffer.from(canonicalize(value) ?? '', 'utf8');

/** What was sealed, read again: it is the part that `partContent` made. @throws if it is none */
export function readPart(bytes: Buffer): Part {
  const read: unknown = JSON.parse(bytes.toString('utf8'));
  if (!isPart(read)) throw new Error('what was sealed is no part of an event');
  return read;
}

/** @throws if it is no actor */
export function readActor(bytes: Buffer): string {
  const read: unknown = JSON.parse(bytes.toString('utf8'));
  if (!isFields(read) || typeof read['actor'] !== 'string') throw new Error('what was sealed is no actor');
  return read['actor'];
}

/** What a report said about somebody. @throws if it is nothing of the kind */
export function readValues(bytes: Buffer): { readonly recorded?: string; readonly expected?: string } {
  const read: unknown = JSON.parse(bytes.toString('utf8'));
  const values = isFields(read) ? read['values'] : undefined;
  if (!isFields(values)) throw new Error('what was sealed is nothing of a report');
  const { recorded, expected } = values;
  return {
    ...(typeof recorded === 'string' && { recorded }),
    ...(typeof expected === 'string' && { expected }),
  };
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isNamed = (value: unknown): value is Named =>
  isFields(value) && typeof value['by'] === 'string' && typeof value['value'] === 'string';

const isPlaced = (value: unknown): boolean =>
  isFields(value) &&
  'value' in value &&
  Array.isArray(value['path']) &&
  value['path'].every((step) => typeof step === 'string' || typeof step === 'number');

const isPart = (value: unknown): value is Part =>
  isFields(value) && isNamed(value['whom']) && Array.isArray(value['values']) && value['values'].every(isPlaced);
