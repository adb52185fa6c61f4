import { hash } from 'node:crypto';
import { byEmployee, derivedId, EmployeeAdded, newEvent, withPosition } from '@people-sync/contracts';
import { decoded, employee } from '../fetched.testkit';
import type { Content } from '../sealing/content';
import { draftOf, entryOf, LEFT_OUT, leftOutDraft } from './draft';
import { entryBytes } from './entry';

const tenantId = 'northwind-tiles';
const canaries = { firstName: 'C4nary', email: 'c4nary@northwind-tiles.example', reportsTo: 'C4nary Boss' };
const added = newEvent(
  EmployeeAdded,
  { source: '/peoplesync/reconciler', tenantId, actor: 'c4nary-actor', syncId: derivedId('sync') },
  { personId: derivedId('c'), sourceVersion: 1, employee: employee('C4NARY-ID', canaries), rejoined: false },
);
const event = decoded({ ...added, json: withPosition(added.json, 2, 40) });
const hashOf = ({ bytes }: Content) => hash('sha256', bytes, 'buffer');
const standing = { index: 5, received: '2026-03-01T02:00:01.000Z', rows: undefined };

describe('an event in the record', () => {
  const entry = entryOf(draftOf(event), standing, hashOf);

  it('says nothing that tells who somebody is', () => {
    expect(entryBytes(entry).toString().toLowerCase()).not.toContain('c4nary');
  });

  it('says where it stood in its stream, and where it stands here', () => {
    expect(entry).toMatchObject({
      index: 5,
      place: { topic: 'peoplesync.changes', epoch: 2, position: 40, record: 0 },
      sync: derivedId('sync'),
      id: added.id,
      type: EmployeeAdded.type,
    });
  });

  it('commits to a part for the employee, one for their manager, and who pressed the button', () => {
    const { parts, actor } = draftOf(event);
    expect(parts.map(({ holder }) => holder)).toEqual([byEmployee('C4NARY-ID'), byEmployee('PW0')]);
    expect(entry.parts).toEqual(parts.map((part) => hashOf(part).toString('base64url')));
    expect(entry.actor).toBe(hashOf(actor!).toString('base64url'));
  });
});

describe('a record that somebody gave up', () => {
  const value = Buffer.from(withPosition(added.json, 2, 41).slice(0, -30));
  const at = '2026-03-02T09:00:00.000Z';
  const gaveUp = { tenantId, event: undefined, syncId: undefined, value, actor: 'grace' };

  it('has its place in the record, with who gave it up and when, and none of its text', () => {
    const entry = entryOf(leftOutDraft('peoplesync.changes', gaveUp, at), standing, hashOf);
    expect(entry).toMatchObject({
      type: LEFT_OUT,
      time: at,
      place: { topic: 'peoplesync.changes', epoch: 2, position: 41 },
      data: { event: null, type: EmployeeAdded.type },
    });
    expect(entryBytes(entry).toString().toLowerCase()).not.toContain('c4nary');
  });

  it('is said of one that cannot be read at all, too', () => {
    const unread = leftOutDraft('peoplesync.changes', { ...gaveUp, value: Buffer.from('\xff') }, at);
    expect(unread.place).toMatchObject({ epoch: null, position: null });
    expect(unread.data).toEqual({ event: null, type: null });
  });
});
