import type { AddedRow, Entry, Place, SnapshotRows } from './entry';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The entry that these bytes are. @throws EntryError if they are none: the record was changed, or is of a newer program
 */
export function readEntry(bytes: Uint8Array): Entry {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw new EntryError('these bytes are no entry of a record', { cause });
  }
  if (!isEntry(read)) throw new EntryError('these bytes are no entry of a record');
  return read;
}

/** Bytes of the record that cannot be read. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isWhole = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const orNull = (is: (value: unknown) => boolean, value: unknown): boolean => value === null || is(value);
const areAll = (is: (value: unknown) => boolean, value: unknown): boolean => Array.isArray(value) && value.every(is);

const isPlace = (value: unknown): value is Place =>
  isFields(value) &&
  isText(value['topic']) &&
  isWhole(value['partition']) &&
  isWhole(value['record']) &&
  orNull(isWhole, value['epoch']) &&
  orNull(isWhole, value['position']);

const isRow = (value: unknown): value is AddedRow => areAll(isText, value) && Array.isArray(value) && value.length > 0;

const isRows = (value: unknown): value is SnapshotRows => {
  if (!isFields(value)) return false;
  if (value['kind'] === 'same') return orNull(isWhole, value['as']);
  if (value['kind'] === 'broken') return isWhole(value['arrived']);
  if (value['kind'] !== 'whole' || !orNull(isWhole, value['since'])) return false;
  return areAll(isRow, value['added']) && areAll(isText, value['removed']);
};

const texts = ['tenant', 'received', 'id', 'type', 'time', 'source', 'subject'] as const;

const isEntry = (value: unknown): value is Entry =>
  isFields(value) &&
  value['v'] === 1 &&
  isWhole(value['index']) &&
  texts.every((name) => isText(value[name])) &&
  orNull(isText, value['sync']) &&
  orNull(isText, value['actor']) &&
  isPlace(value['place']) &&
  'data' in value &&
  areAll(isText, value['parts']) &&
  (!('rows' in value) || isRows(value['rows']));
