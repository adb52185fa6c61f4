import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { decodeEvent, isEvent, newEvent, readHead, requestNamedIn, withPosition } from './envelope';
import { SnapshotStarted } from './events/snapshots.event';
import { SyncRequested } from './events/requests.event';
import { SyncClosed } from './events/changes.event';
import { decisionEventId, personIdOf } from './ids';

const origin = { source: '/peoplesync/test', tenantId: 'northwind', syncId: '01890000-0000-7000-8000-000000000001' };
const started = () => newEvent(SnapshotStarted, origin, { number: 3, attempt: 1, mode: 'apply' });

describe('an event on the wire', () => {
  it('comes back as it was sent, with its place in the stream', () => {
    const sent = started();
    const decoded = decodeEvent(sent.topic, Buffer.from(withPosition(sent.json, 2, 17)));
    if (!decoded.ok) throw new Error(decoded.reason);
    expect(decoded.event).toMatchObject({ id: sent.id, tenantId: 'northwind', epoch: 2, position: 17 });
    expect(isEvent(SnapshotStarted, decoded.event) && decoded.event.data.number).toBe(3);
    expect(isEvent(SyncClosed, decoded.event)).toBe(false);
  });

  it('tells its type and place in its first bytes, with and without a position', () => {
    const { json, type } = started();
    expect(readHead(Buffer.from(json))).toEqual({ type, epoch: undefined, position: undefined });
    expect(readHead(Buffer.from(withPosition(json, 1, 123_456_789_012)))).toEqual({
      type,
      epoch: 1,
      position: 123_456_789_012,
    });
    expect(readHead(Buffer.from('{"type":"x"}'))).toBeUndefined();
  });

  it('is refused where it is made if its data are not of its shape', () => {
    expect(() => newEvent(SnapshotStarted, origin, { number: 0, attempt: 1, mode: 'apply' })).toThrow(
      'snapshot.started',
    );
  });

  it.each([
    ['an empty record', Buffer.alloc(0), 'broken-json'],
    ['a tombstone', null, 'broken-json'],
    ['half an event', Buffer.from(started().json.slice(0, 60)), 'broken-json'],
    ['a list', Buffer.from('[]'), 'not-cloudevent'],
    ['another format', Buffer.from('{"hello":1}'), 'not-cloudevent'],
    ['an unknown type', Buffer.from(started().json.replace('snapshot.started', 'snapshot.rumoured')), 'unknown-type'],
    ['a newer version', Buffer.from(started().json.replace('started.v1', 'started.v2')), 'newer-version'],
    ['a wrong field', Buffer.from(started().json.replace('"attempt":1', '"attempt":"one"')), 'wrong-schema'],
    ['bytes that are no UTF-8', Buffer.from(started().json.replace('apply', 'appl\u00ff'), 'latin1'), 'broken-json'],
    [
      'a time that no clock tells',
      Buffer.from(started().json.replace(/"time":"[^"]+"/, '"time":"2016-12-31T23:59:60Z"')),
      'not-cloudevent',
    ],
    ['a text with NUL', Buffer.from(started().json.replace('"subject":"', '"subject":"\\u0000')), 'wrong-schema'],
    ['half a character', Buffer.from(started().json.replace('"subject":"', '"subject":"\\ud83c')), 'wrong-schema'],
    [
      'a control character as it is',
      Buffer.from(started().json.replace('"subject":"', '"subject":"\u0085')),
      'wrong-schema',
    ],
    ['an unknown field', Buffer.from(started().json.replace('"attempt":1', '"attempt":1,"bank":"x"')), 'wrong-schema'],
  ])('%s is named, never thrown', (_name, value, code) => {
    expect(decodeEvent('peoplesync.snapshots', value)).toMatchObject({ ok: false, code });
  });

  it('is taken from a program that escapes more than we do', () => {
    const { topic, json } = started();
    const decoded = decodeEvent(
      topic,
      Buffer.from(json.replace('"subject":"', '"subject":"\\u005a\\ud83c\\udffa\\\\u0000')),
    );
    expect(decoded).toMatchObject({ ok: true, event: { subject: 'Z🏺\\u0000northwind' } });
  });

  it('says what is wrong without repeating what was received', () => {
    const decoded = decodeEvent(
      'peoplesync.snapshots',
      Buffer.from(started().json.replace('"attempt":1', '"attempt":"secret"')),
    );
    expect(JSON.stringify(decoded)).not.toContain('secret');
  });

  it('never throws, whatever bytes arrive', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeEvent('peoplesync.changes', Buffer.from(bytes)).ok).toBe(false);
        readHead(Buffer.from(bytes));
      }),
      { numRuns: propertyRuns() },
    );
  });
});

describe('a request that cannot be read', () => {
  const request = newEvent(
    SyncRequested,
    { ...origin, actor: '"number":9' },
    { number: 31, mode: 'apply', trigger: 'manual', baseDigest: null, erased: [] },
  );
  const whole = withPosition(request.json, 1, 4);
  const named = (json: string, tenantId = 'northwind') => requestNamedIn(Buffer.from(json), tenantId);

  it.each([
    ['of a newer version', whole.replace('requested.v1', 'requested.v2')],
    ['broken off behind its number', whole.slice(0, whole.indexOf('"mode"'))],
    ['with a byte that is no text', whole.replace('manual', '\u0000')],
  ])('(%s) says of which sync it is', (_what, json) => {
    expect(named(json)).toEqual({ syncId: origin.syncId, number: 31 });
  });

  it.each([
    ['of another company', whole, 'acme'],
    ['broken off before its number', whole.slice(0, whole.indexOf('"data"')), 'northwind'],
    ['that is something else', whole.replace('sync.requested', 'sync.withdrawn'), 'northwind'],
    ['without anything in it', '', 'northwind'],
  ])('(%s) names none', (_what, json, tenantId) => {
    expect(named(json, tenantId)).toBeUndefined();
  });
});

describe('derived ids', () => {
  it('are the same for the same parts and differ where the parts differ', () => {
    expect(personIdOf('a', 'b', 'c', 0)).toBe(personIdOf('a', 'b', 'c', 0));
    expect(personIdOf('a', 'bc', 'd', 0)).not.toBe(personIdOf('ab', 'c', 'd', 0));
    expect(personIdOf('a', 'b', 'c', 1)).not.toBe(personIdOf('a', 'b', 'c', 0));
    expect(decisionEventId('s', 't', 'p', 1)).not.toBe(decisionEventId('s', 't', 'p', 2));
  });
});
