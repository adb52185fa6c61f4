import { leafHash } from '@people-sync/transparency';
import { type Entry, entryBytes } from './entry';

const entry: Entry = {
  v: 1,
  tenant: 'northwind-tiles',
  index: 7,
  received: '2026-03-01T02:00:01.000Z',
  id: '01890000-0000-7000-8000-000000000001',
  type: 'net.wethrive.peoplesync.employee.added.v1',
  time: '2026-03-01T02:00:00.000Z',
  source: '/peoplesync/reconciler',
  subject: '01890000-0000-7000-8000-000000000002',
  sync: '01890000-0000-7000-8000-000000000003',
  actor: null,
  place: { topic: 'peoplesync.changes', partition: 3, epoch: 1, position: 12, record: 0 },
  data: { rejoined: false, employee: { email: null } },
  parts: ['q1-Y'],
};

describe('the bytes of an entry', () => {
  it('are these, for ever: a proof that somebody keeps is about them', () => {
    expect(entryBytes(entry).toString()).toBe(
      '{"actor":null,"data":{"employee":{"email":null},"rejoined":false},"id":"01890000-0000-7000-8000-000000000001",' +
        '"index":7,"parts":["q1-Y"],"place":{"epoch":1,"partition":3,"position":12,"record":0,"topic":"peoplesync.changes"},' +
        '"received":"2026-03-01T02:00:01.000Z","source":"/peoplesync/reconciler",' +
        '"subject":"01890000-0000-7000-8000-000000000002","sync":"01890000-0000-7000-8000-000000000003",' +
        '"tenant":"northwind-tiles","time":"2026-03-01T02:00:00.000Z",' +
        '"type":"net.wethrive.peoplesync.employee.added.v1","v":1}',
    );
  });

  it('do not depend on the order in which somebody wrote the fields', () => {
    const turned = Object.fromEntries(Object.entries(entry).reverse());
    expect(entryBytes({ ...entry, ...turned })).toEqual(entryBytes(entry));
    expect(entryBytes({ ...entry, data: { employee: { email: null }, rejoined: false } })).toEqual(entryBytes(entry));
  });

  it.each<[string, Partial<Entry>]>([
    ['its place in the record', { index: 8 }],
    ['the tenant', { tenant: 'northwind' }],
    ['when it was received', { received: '2026-03-01T02:00:02.000Z' }],
    ['its place in the stream', { place: { ...entry.place, position: 13 } }],
    ['what it says', { data: { rejoined: true, employee: { email: null } } }],
    ['what is sealed of it', { parts: [] }],
    ['the employees it brought', { rows: { kind: 'same', as: 3 } }],
  ])('are others if %s is another', (_, change) => {
    expect(leafHash(entryBytes({ ...entry, ...change }))).not.toEqual(leafHash(entryBytes(entry)));
  });
});
