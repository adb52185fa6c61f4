import { noCounts } from '@people-sync/contracts';
import { syncStatuses } from '@people-sync/contracts/api';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { aSync } from '../rig/syncs.testkit';
import { afterMarker, type Marker } from './marker';
import { countsView } from './sync-counts';
import { isDone, type SyncState } from './sync-state';

const AT = new Date('2026-03-02T06:00:00Z');
const planned: Marker = {
  kind: 'planned',
  at: AT,
  outcome: 'applying',
  hash: 'a'.repeat(64),
  heldBecause: [],
  heldSince: null,
  counts: { ...noCounts, seen: 9, joined: 5, unchanged: 4 },
  problems: 2,
};
const applied: Marker = {
  kind: 'applied',
  at: AT,
  counts: { ...noCounts, seen: 9, joined: 3, waiting: 2, refused: 1, unchanged: 4 },
  problems: 3,
};
const read: Marker = { kind: 'read', at: AT, seen: 9 };
const after = (...markers: readonly Marker[]): SyncState =>
  markers.reduce<SyncState>((sync, marker) => afterMarker(sync, marker, AT), aSync());

describe('the counts of a sync', () => {
  it('say apart what its plan does and what was done, in whatever order both are heard', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([read, planned, applied], { minLength: 3 }), (order) => {
        expect(countsView(after(...order))).toMatchObject({
          seen: 9,
          planned: { joined: 5, refused: 0, problems: 2 },
          applied: { joined: 3, waiting: 2, refused: 1, problems: 3 },
        });
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('are null before there is anything to count', () => {
    expect(countsView(after())).toEqual({ seen: null, planned: null, applied: null, attention: [] });
    expect(countsView(after(read))).toEqual({ seen: 9, planned: null, applied: null, attention: [] });
    expect(countsView(after(planned)).applied).toBeNull();
  });

  it('never say that something was done of a sync that is not done, whatever was planned', () => {
    for (const status of syncStatuses) {
      const view = countsView({ ...after(planned), status });
      expect([status, view.applied === null]).toEqual([status, !isDone(status)]);
      if (!isDone(status)) expect(view.planned).toMatchObject({ joined: 5 });
    }
  });

  it('of one that the version before stored are what was done; what was planned is not made up', () => {
    const stored = { ...after(planned, applied), planned: null };
    expect(countsView(stored)).toMatchObject({ planned: null, applied: { joined: 3 } });
  });

  it('name what is to be looked at after it, each with how many and where', () => {
    expect(countsView(after(planned, applied)).attention).toEqual([
      { kind: 'problems', count: 3, message: '3 problems are open: see the list of problems.' },
      { kind: 'refused', count: 1, message: '1 person was not added or not updated: see what this sync found.' },
      { kind: 'waiting', count: 2, message: '2 people wait for a licence: see who is waiting in the People table.' },
    ]);
    const done: Marker = { ...applied, counts: noCounts, problems: 0 };
    expect(countsView(after(planned, done)).attention).toEqual([]);
  });

  it('name something for every sync that completed with problems, and nothing for one that simply completed', () => {
    const count = fc.nat({ max: 2 });
    fc.assert(
      fc.property(count, count, count, (problems, refused, waiting) => {
        const done = after({ kind: 'applied', at: AT, counts: { ...noCounts, refused, waiting }, problems });
        expect(countsView(done).attention.length > 0).toBe(done.status === 'completed-with-problems');
      }),
      { numRuns: propertyRuns() },
    );
  });
});
