import { type AnyEvent, decodeEvent, isEvent, EmployeeSnapshot, SnapshotCompleted } from '@people-sync/contracts';
import { atOnce } from '../rig/at-once.testkit';
import { AnswerInProgress } from './read-answer';
import type { Snapshot } from './snapshot-builder';
import { inChunks, SnapshotEvents } from './snapshot-events';

const snapshotOf = (names: readonly string[]): Snapshot => {
  const terms = { digestKey: Buffer.alloc(32), erased: new Set<string>(), startedAt: new Date() };
  const answer = new AnswerInProgress(terms, 1e9, 'a-key-of-peoplehr');
  const rows = names.map((name, i) => ({ EmployeeId: `PW${i}`, FirstName: name }));
  atOnce(answer.push(Buffer.from(JSON.stringify({ isError: false, Status: 0, Message: '', Result: rows }))));
  const outcome = atOnce(answer.end(200, new Date('2026-03-10T02:00:00Z')));
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.snapshot;
};
const decoded = (json: string): AnyEvent => {
  const result = decodeEvent('peoplesync.snapshots', Buffer.from(json));
  if (!result.ok) throw new Error(result.reason);
  return result.event;
};

describe('the events of a snapshot', () => {
  // What makes the pattern's own words occur in other places.
  const awkward = ['"index":', '","digest":"', '00000000', 'Zoë 🏺 日本', '\\u0000'];
  const syncId = '3f0c7f0e-8a39-4f54-9d0b-0a2f6d6f6a11';
  const events = new SnapshotEvents(
    { tenantId: 'acme', syncId, actor: '"index":7', traceparent: '00-ab-cd-01' },
    { number: 7, attempt: 3, mode: 'preview' },
  );

  it('are valid, one per employee, each with an id of its own and its place', () => {
    const snapshot = snapshotOf(awkward);
    const all = [...events.employees(snapshot)];
    const seen = all.map(({ json }) => decoded(json)).filter((event) => isEvent(EmployeeSnapshot, event));
    expect(seen.map(({ data }) => [data.index, data.employee.firstName])).toEqual(awkward.map((name, i) => [i, name]));
    expect(seen.map(({ data }) => data.digest)).toEqual(snapshot.digests);
    expect(seen.every(({ data }) => data.number === 7 && data.attempt === 3 && data.mode === 'preview')).toBe(true);
    expect(seen.every((event) => event.actor === '"index":7' && event.syncId === syncId)).toBe(true);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(awkward.length);
    expect(all.map(({ id }) => id)).toEqual(seen.map(({ id }) => id));
  });

  it('end with count, digest, time, company and shape of the answer', () => {
    const event = decoded(
      events.completed(snapshotOf(awkward), { companyId: '66446', requestedAt: new Date('2026-03-10T01:59:00Z') }).json,
    );
    expect(isEvent(SnapshotCompleted, event) && event.data).toMatchObject({
      count: awkward.length,
      takenAt: '2026-03-10T02:00:00.000Z',
      requestedAt: '2026-03-10T01:59:00.000Z',
      companyId: '66446',
      fieldsPresent: ['employeeId', 'firstName'],
      statusCounts: { '': awkward.length },
    });
  });

  it('are cut into requests that stay below the limit in bytes, without losing any', () => {
    const all = [...events.employees(snapshotOf(Array.from({ length: 200 }, () => '日'.repeat(100))))];
    const chunks = [...inChunks(all, 20_000)];
    expect(chunks.length).toBeGreaterThan(5);
    for (const chunk of chunks) {
      expect(chunk.reduce((sum, { json }) => sum + Buffer.byteLength(json), 0)).toBeLessThanOrEqual(20_000);
    }
    expect(chunks.flat()).toEqual(all);
    expect([...inChunks(all.slice(0, 2), 10)]).toHaveLength(2);
  });
});
