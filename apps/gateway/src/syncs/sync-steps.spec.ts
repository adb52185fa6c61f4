import { noCounts } from '@people-sync/contracts';
import { syncStates, syncStatuses, syncSteps } from '@people-sync/contracts/api';
import { aSync } from '../rig/syncs.testkit';
import type { Marker } from './marker';
import { isFinal } from './sync-state';
import { leftSteps, stepOf, syncEndings } from './sync-steps';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 2, 2, 6, 0, seconds));
const requested = aSync({ status: 'requested', statusSince: at(0) });
const planned = (seconds: number): Marker => ({
  kind: 'planned',
  at: at(seconds),
  outcome: 'applying',
  hash: 'h',
  heldBecause: [],
  counts: noCounts,
  problems: 0,
  heldSince: null,
});

describe('the steps that a sync has left', () => {
  it('are told with the time from one to the next, when each of their markers comes by itself', () => {
    const fetching = { ...requested, status: 'fetching', statusSince: at(4) } as const;
    expect(leftSteps(requested, fetching, [{ kind: 'started', at: at(3) }], at(4))).toEqual([
      { step: 'requested', seconds: 4 },
    ]);
  });

  it('are told apart by what the markers say, when they come together', () => {
    const applying = { ...requested, status: 'applying', statusSince: at(20) } as const;
    const markers: Marker[] = [{ kind: 'started', at: at(2) }, { kind: 'read', at: at(12), seen: 3 }, planned(15)];
    expect(leftSteps(requested, applying, markers, at(20))).toEqual([
      { step: 'requested', seconds: 2 },
      { step: 'fetching', seconds: 10 },
      { step: 'comparing', seconds: 8 },
    ]);
  });

  it('have no time below 0 or beyond now, however wrong the clock of a marker is', () => {
    const comparing = { ...requested, status: 'comparing', statusSince: at(20) } as const;
    for (const wrong of [at(-3600), at(3600)]) {
      const markers: Marker[] = [
        { kind: 'started', at: wrong },
        { kind: 'read', at: wrong, seen: 3 },
      ];
      const left = leftSteps(requested, comparing, markers, at(20));
      expect(left.map(({ step }) => step)).toEqual(['requested', 'fetching']);
      expect(left.every(({ seconds }) => seconds >= 0)).toBe(true);
      expect(left.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(20);
    }
  });

  it('are told of a follow-up that got the slot, of which no marker tells', () => {
    const queued = aSync({ status: 'queued', statusSince: at(0) });
    expect(leftSteps(queued, { ...queued, status: 'requested', statusSince: at(9) }, [], at(9))).toEqual([
      { step: 'queued', seconds: 9 },
    ]);
  });

  it('are none of a sync that only learned something', () => {
    expect(leftSteps(requested, { ...requested, problems: 1 }, [], at(9))).toEqual([]);
  });

  it('count an OK that is not carried out yet as a step of its own', () => {
    const approving = aSync({ status: 'held', approving: true, statusSince: at(0) });
    expect(stepOf(approving)).toBe('approving');
    const markers: Marker[] = [{ kind: 'approved', at: at(5), leaversOnly: false }];
    const applying = { ...approving, status: 'applying', approving: false } as const;
    expect(leftSteps(approving, applying, markers, at(6))).toEqual([{ step: 'approving', seconds: 6 }]);
  });
});

describe('the list of steps and endings', () => {
  it('ends where the declared states say that nothing comes after', () => {
    for (const status of syncStatuses)
      expect([status, syncStates[status].endsBy === null]).toEqual([status, isFinal(status)]);
  });

  it('has every status, and approving', () => {
    expect([...syncSteps, ...syncEndings].filter((word) => word !== 'approving').sort()).toEqual([
      'applying',
      'cancelled',
      'comparing',
      'completed',
      'completed-with-problems',
      'expired',
      'failed',
      'fetching',
      'held',
      'previewed',
      'queued',
      'rejected',
      'requested',
      'superseded',
    ]);
  });
});
