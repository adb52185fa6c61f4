import { decoded, employee, snapshot } from '../fetched.testkit';
import { draftOf, entryOf } from './draft';
import { type Entry, entryBytes, type SnapshotRows } from './entry';
import { EntryError, readEntry } from './read-entry';

const event = decoded(snapshot({ tenantId: 'northwind-tiles', number: 1 }, [employee('PW1')]).at(-1)!);
const entryWith = (rows: SnapshotRows | undefined): Entry =>
  entryOf(draftOf(event), { index: 3, received: '2026-03-01T02:00:01.000Z', rows }, () => Buffer.alloc(32, 1));

describe('the bytes of an entry, read again', () => {
  it.each<[string, SnapshotRows | undefined]>([
    ['of an event', undefined],
    ['of a snapshot', { kind: 'whole', since: 1, added: [['ab', 'cd', 'ef']], removed: ['12'] }],
    ['of the same answer', { kind: 'same', as: null }],
    ['of a broken one', { kind: 'broken', arrived: 4 }],
  ])('are the entry, %s', (_, rows) => {
    const entry = entryWith(rows);
    expect(readEntry(entryBytes(entry))).toEqual(entry);
    expect(entryBytes(readEntry(entryBytes(entry)))).toEqual(entryBytes(entry));
  });

  it.each([
    '',
    '[]',
    '{"v":1}',
    entryBytes(entryWith(undefined)).toString().replace('"v":1', '"v":2'),
    entryBytes(entryWith(undefined)).toString().replace('"index":3', '"index":-3'),
    entryBytes(entryWith({ kind: 'broken', arrived: 4 }))
      .toString()
      .replace('broken', 'torn'),
    entryBytes(entryWith({ kind: 'same', as: 4 }))
      .toString()
      .replace('"as":4', '"as":"4"'),
  ])('are no entry, if they are %s', (text) => {
    expect(() => readEntry(Buffer.from(text))).toThrow(EntryError);
  });
});
