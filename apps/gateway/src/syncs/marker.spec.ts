import { noCounts } from '@people-sync/contracts';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { aSync, markers } from '../rig/syncs.testkit';
import { afterMarker, type Marker } from './marker';
import { isFinal, rankOf, type SyncState } from './sync-state';

const NOW = new Date('2026-03-02T08:00:00Z');
const AT = new Date('2026-03-02T07:30:00Z');

const started: Marker = { kind: 'started', at: AT };
const read: Marker = { kind: 'read', at: AT, seen: 3 };
const refetch: Marker = { kind: 'refetch', at: AT };
const counts = { ...noCounts, seen: 3, joined: 2, changed: 1 };
const plan = {
  kind: 'planned',
  at: AT,
  hash: 'a'.repeat(64),
  heldBecause: [],
  counts,
  problems: 0,
  heldSince: null,
} as const;
const applying: Marker = { ...plan, outcome: 'applying' };
const held: Marker = { ...plan, outcome: 'held', heldBecause: ['leavers'] };
const applied: Marker = { kind: 'applied', at: AT, counts: { ...counts, joined: 3 }, problems: 0 };

const after = (sync: SyncState, ...heard: Marker[]): SyncState =>
  heard.reduce((now, marker) => afterMarker(now, marker, NOW), sync);

const approved: Marker = { kind: 'approved', at: AT, leaversOnly: false };
const approvedLeavers: Marker = { ...approved, leaversOnly: true };
const rejected: Marker = { kind: 'rejected', at: AT, notNow: false };
const putOff: Marker = { ...rejected, notNow: true };
const REVISED = 'b'.repeat(64);
const revised: Marker = { kind: 'revised', hash: REVISED, counts: { ...counts, joined: 1 }, problems: 2 };
const expired: Marker = { kind: 'expired', at: AT };
const superseded: Marker = { kind: 'superseded', at: AT, by: '01890000-0000-7000-8000-000000000002' };
const cancelled: Marker = { kind: 'closed', at: AT, status: 'cancelled', reason: null };
const failed: Marker = { kind: 'closed', at: AT, status: 'failed', reason: 'throttled' };

describe('a sync that hears of events', () => {
  it('comes to the same end in whatever order the topics are read', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([started, read, applying, applied], { minLength: 4 }),
        fc.nat({ max: 3 }),
        (order, repeated) => {
          expect(after(aSync(), ...order, order[repeated]!)).toMatchObject({
            status: 'completed',
            counts: { joined: 3 },
            planHash: plan.hash,
            startedAt: AT,
            finishedAt: AT,
          });
        },
      ),
      { numRuns: propertyRuns() },
    );
  });

  it('is the very same when an event comes again', () => {
    for (const marker of markers) {
      for (const other of markers) {
        const once = after(aSync(), other, marker);
        if (marker.kind !== 'refetch') expect(afterMarker(once, marker, new Date(0))).toBe(once);
      }
    }
  });

  it('goes through its states with what is known of each', () => {
    expect(after(aSync(), started)).toMatchObject({ status: 'fetching', startedAt: AT, statusSince: NOW });
    expect(after(aSync(), started, read)).toMatchObject({ status: 'comparing', counts: { seen: 3, joined: 0 } });
    expect(after(aSync(), started, read, applying)).toMatchObject({ status: 'applying', counts, finishedAt: null });
    expect(after(aSync(), held)).toMatchObject({ status: 'held', heldBecause: ['leavers'], finishedAt: null });
    expect(after(aSync(), { ...plan, outcome: 'previewed' })).toMatchObject({ status: 'previewed', finishedAt: AT });
  });

  it('fails with the reason when PeopleHR gives no answer that counts', () => {
    expect(after(aSync(), started, failed)).toMatchObject({ status: 'failed', reason: 'throttled' });
  });

  it('ends as the reconciler says, whatever two attempts at reading say and in whatever order it is heard', () => {
    const attempt = fc.constantFrom([started], [started, read], [read, started]);
    const words = fc.constantFrom<[Marker[], string]>(
      [[failed], 'failed'],
      [[refetch, failed], 'failed'],
      [[cancelled], 'cancelled'],
      [[applying], 'applying'],
      [[refetch, applying], 'applying'],
      [[held], 'held'],
      [[{ ...plan, outcome: 'previewed' }], 'previewed'],
    );
    fc.assert(
      fc.property(attempt, attempt, words, fc.infiniteStream(fc.nat(2)), (one, two, [word, status], turns) => {
        const topics = [[...one], [...two], [...word]];
        let sync = aSync();
        while (topics.some((left) => left.length > 0)) {
          const turn = Number(turns.next().value);
          const heard = [...topics.slice(turn), ...topics.slice(0, turn)].find((left) => left.length > 0)?.shift();
          if (heard) sync = afterMarker(sync, heard, NOW);
        }
        expect(sync.status).toBe(status);
        expect(sync.reason).toBe(status === 'failed' ? 'throttled' : null);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('stays in its state while everything is asked for once more, and may fail in that attempt', () => {
    const again = after(aSync(), started, read, refetch);
    expect(again).toMatchObject({ status: 'comparing', refetched: true });
    expect(after(again, started, failed)).toMatchObject({ status: 'failed', reason: 'throttled' });
  });

  it('never fails and is never cancelled once its plan is applied', () => {
    expect(after(aSync(), applying, failed, cancelled, refetch)).toEqual(after(aSync(), applying));
  });

  it('fails once the writer has dropped what was to be applied, whenever that is heard, and stays completed if it was', () => {
    const dropped: Marker = { kind: 'closed', at: AT, status: 'failed', reason: 'changes-dropped' };
    fc.assert(
      fc.property(fc.shuffledSubarray([started, read, applying, dropped], { minLength: 4 }), (order) => {
        const end = { status: 'failed', reason: 'changes-dropped', finishedAt: AT, planHash: plan.hash };
        expect(after(aSync(), ...order)).toMatchObject(end);
      }),
      { numRuns: propertyRuns() },
    );
    expect(after(aSync(), held, approved, dropped)).toMatchObject({ status: 'failed', approving: false });
    expect(after(aSync(), applying, applied, dropped)).toEqual(after(aSync(), applying, applied));
  });

  it.each([
    ['applied after an OK', [approved, applied], { status: 'completed', counts: { joined: 3 } }],
    [
      'applied for its leavers alone',
      [approvedLeavers, applied],
      { status: 'completed', counts: { joined: 3 }, reason: 'leavers-only' },
    ],
    ['not applied', [rejected], { status: 'rejected', counts, reason: null }],
    ['put off', [putOff], { status: 'rejected', counts, reason: 'not-now' }],
    ['left too long', [expired], { status: 'expired', counts }],
    ['replaced', [superseded], { status: 'superseded', supersededBy: superseded.by, counts }],
    ['cancelled', [cancelled], { status: 'cancelled', counts }],
  ] as const)('whose plan was held comes to the same end in any order when it is %s', (_what, ends, expected) => {
    const heard = [started, read, held, ...ends];
    fc.assert(
      fc.property(fc.shuffledSubarray(heard, { minLength: heard.length }), fc.nat({ max: 3 }), (order, repeated) => {
        const end = after(aSync(), ...order, order[repeated]!);
        expect(end).toMatchObject({ planHash: plan.hash, heldBecause: ['leavers'], finishedAt: AT, ...expected });
        expect(end.approving).toBe(false);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('has the plan as it is with what was settled for it while it waits, and no plan of before', () => {
    const wanted = { status: 'held', planHash: REVISED, counts: { joined: 1 }, problems: 2 };
    expect(after(aSync(), held, revised)).toMatchObject(wanted);
    expect(after(aSync(), held, revised, held)).toMatchObject(wanted);
    expect(after(aSync(), held, approved, revised)).toMatchObject({ ...wanted, status: 'applying' });
    expect(after(aSync(), held, rejected, revised)).toMatchObject({ status: 'rejected', planHash: plan.hash });
  });

  it('that reads PeopleHR again for an OK is approved if it comes to just those changes, and to no others', () => {
    const again = aSync({ okHash: plan.hash });
    expect(after(again, started, read, held)).toMatchObject({ status: 'held', approving: true });
    expect(after(again, started, read, { ...held, hash: REVISED })).toMatchObject({ status: 'held', approving: false });
    expect(after(again, started, read, applying)).toMatchObject({ status: 'applying', approving: false });
  });

  it('never goes back, whatever is heard', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...markers), { maxLength: 20 }), (order) => {
        let sync = aSync();
        for (const marker of order) {
          const next = afterMarker(sync, marker, NOW);
          expect(rankOf(next.status)).toBeGreaterThanOrEqual(rankOf(sync.status));
          if (isFinal(sync.status)) expect(next.status).toBe(sync.status);
          expect(isFinal(next.status)).toBe(next.finishedAt !== null);
          sync = next;
        }
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('is applied once somebody gave their OK, and stays held if the OK was refused', () => {
    const waits = { ...after(aSync(), started, read, held), approving: true };
    const goesOn = afterMarker(waits, approved, new Date(NOW.getTime() + 1));
    expect(goesOn).toMatchObject({ status: 'applying', approving: false, finishedAt: null });
    expect(goesOn.statusSince).not.toEqual(waits.statusSince);
    expect(afterMarker(waits, { kind: 'released' }, NOW)).toEqual({ ...waits, approving: false });
    for (const late of [rejected, expired, superseded, cancelled]) expect(afterMarker(goesOn, late, NOW)).toBe(goesOn);
  });

  it('can be ended while its plan waits for an OK', () => {
    const failed: Marker = { kind: 'closed', at: AT, status: 'failed', reason: 'no-progress' };
    expect(after(aSync(), held, failed)).toMatchObject({ status: 'failed', reason: 'no-progress', finishedAt: AT });
  });

  it.each([
    ['an open problem', { ...counts }, 1, 'completed-with-problems'],
    ['somebody who was not added', { ...counts, refused: 1 }, 0, 'completed-with-problems'],
    ['somebody who waits for a licence', { ...counts, waiting: 1 }, 0, 'completed-with-problems'],
    ['nothing of the kind', counts, 0, 'completed'],
  ])('ends with %s as told', (_what, itsCounts, problems, status) => {
    expect(after(aSync(), { kind: 'applied', at: AT, counts: itsCounts, problems }).status).toBe(status);
  });
});
