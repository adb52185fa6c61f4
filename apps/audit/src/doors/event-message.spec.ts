import { hash } from 'node:crypto';
import { derivedId, EmployeeAdded, newEvent } from '@people-sync/contracts';
import { decoded, employee } from '../fetched.testkit';
import { draftOf, entryOf } from '../record/draft';
import type { Content } from '../sealing/content';
import { eventMessage, hashesOf } from './event-message';

const added = newEvent(
  EmployeeAdded,
  { source: '/peoplesync/reconciler', tenantId: 'northwind-tiles', actor: 'grace' },
  { personId: derivedId('rafe'), sourceVersion: 1, employee: employee('PW30'), rejoined: false },
);
const draft = draftOf(decoded(added));
const hashOf = ({ bytes }: Content) => hash('sha256', bytes, 'buffer');
const entry = entryOf(draft, { index: 0, received: '2026-03-01T02:00:01.000Z', rows: undefined }, hashOf);
const [actor, own, manager] = hashesOf(entry);
const contents = new Map([draft.actor!, ...draft.parts].map((one) => [hashOf(one).toString('base64url'), one.bytes]));
const without = (...gone: (string | undefined)[]) => new Map([...contents].filter(([key]) => !gone.includes(key)));

describe('an entry as it is answered', () => {
  it('says what the event said, and who pressed the button', () => {
    const message = eventMessage(entry, { contents, erased: new Set() });
    expect(JSON.parse(message.data)).toEqual(decoded(added).data);
    expect(message).toMatchObject({ actor: 'grace', erased: 0, lost: 0, eventId: added.id });
  });

  it('says that somebody is erased, and everything else', () => {
    const message = eventMessage(entry, { contents: without(own), erased: new Set([own!]) });
    expect(message).toMatchObject({ erased: 1, lost: 0 });
    expect(JSON.parse(message.data)).toMatchObject({
      rejoined: false,
      employee: { email: null, lastName: null, reportsTo: 'Ann Smith', reportsToEmployeeId: 'PW0' },
    });
  });

  it('tells damage from erasure', () => {
    const message = eventMessage(entry, { contents: without(actor, manager), erased: new Set([actor!]) });
    expect(message).toMatchObject({ actor: '', erased: 1, lost: 1 });
  });
});
