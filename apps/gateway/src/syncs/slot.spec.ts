import { type SyncMode, syncModes } from '@people-sync/contracts';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { aSync, markers } from '../rig/syncs.testkit';
import { nextInSlot, onMarkers, onTrigger } from './slot';
import { isFinal, rankOf, type SyncState, takesSlot } from './sync-state';

const NOW = new Date('2026-03-02T08:00:00Z');

/** A tenant that is driven by the rules alone, as the repository does it with rows. */
class Tenant {
  syncs: SyncState[] = [];
  /** Numbers that the fetcher was asked for, in order. */
  readonly asked: number[] = [];

  trigger(mode: SyncMode): SyncState {
    const live = this.syncs.filter((sync) => !isFinal(sync.status));
    const decision = onTrigger(live, mode);
    if (decision.kind === 'existing') return decision.sync;
    const status = decision.kind === 'take-slot' ? 'requested' : 'queued';
    const sync = aSync({ number: this.syncs.length + 1, mode, status });
    this.syncs.push(sync);
    if (status === 'requested') this.asked.push(sync.number);
    return sync;
  }

  /** Somebody's OK for a held plan: it takes the slot if that is free. */
  approve(number: number): void {
    if (this.running.length > 0) return;
    this.syncs = this.syncs.map((sync) =>
      sync.number === number && sync.status === 'held' ? { ...sync, approving: true } : sync,
    );
  }

  hear(number: number, marker: (typeof markers)[number]): void {
    const { changed, requests } = onMarkers(this.syncs, [{ number, marker }], NOW);
    const byNumber = new Map(changed.map((sync) => [sync.number, sync]));
    this.syncs = this.syncs.map((sync) => byNumber.get(sync.number) ?? sync);
    this.asked.push(...requests.map(({ sync }) => sync.number));
  }

  get running(): SyncState[] {
    return this.syncs.filter((sync) => takesSlot(sync));
  }
  get queued(): SyncState[] {
    return this.syncs.filter((sync) => sync.status === 'queued');
  }
}

const action = fc.oneof(
  fc.record({ trigger: fc.constantFrom(...syncModes) }),
  fc.record({ approve: fc.nat({ max: 7 }) }),
  fc.record({ hear: fc.constantFrom(...markers), of: fc.nat({ max: 7 }) }),
);

describe("a tenant's one slot", () => {
  it('keeps its promises whatever is pressed and whatever is heard, in any order', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const tenant = new Tenant();
        for (const step of actions) {
          const before = tenant.syncs;
          if ('trigger' in step) {
            const serves = tenant.trigger(step.trigger);
            expect(serves.mode).toBe(step.trigger);
            expect(['requested', 'queued']).toContain(serves.status);
          } else if ('approve' in step) {
            tenant.approve((step.approve % Math.max(tenant.syncs.length, 1)) + 1);
          } else {
            const live = tenant.syncs.slice(-4);
            const of = live[step.of % Math.max(live.length, 1)];
            // No plan is approved but by an OK, which has the slot.
            if (step.hear.kind === 'approved' && of?.approving !== true) continue;
            tenant.hear(of?.number ?? 99, step.hear);
          }
          expect(tenant.running.length).toBeLessThanOrEqual(1);
          expect(new Set(tenant.queued.map((sync) => sync.mode)).size).toBe(tenant.queued.length);
          // Nobody waits before a free slot.
          if (tenant.queued.length > 0) expect(tenant.running).toHaveLength(1);
          for (const was of before) {
            const is = tenant.syncs[was.number - 1]!;
            expect(rankOf(is.status)).toBeGreaterThanOrEqual(rankOf(was.status));
            if (isFinal(was.status)) expect(is).toMatchObject({ status: was.status, finishedAt: was.finishedAt });
          }
        }
        // The fetcher is asked for every sync that got the slot, once, and once more if the short cut did not hold.
        for (const sync of tenant.syncs) {
          const times = tenant.asked.filter((number) => number === sync.number).length;
          if (sync.status === 'queued') expect(times).toBe(0);
          else if (!isFinal(sync.status)) expect(times).toBe(sync.refetched ? 2 : 1);
          else expect(times).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it('lets every follow-up have its turn, in the order of asking', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...syncModes], { minLength: 1 }), (modes) => {
        const tenant = new Tenant();
        const first = tenant.trigger('apply');
        tenant.hear(first.number, { kind: 'started', at: NOW });
        for (const mode of modes) tenant.trigger(mode);
        while (tenant.running[0]) {
          tenant.hear(tenant.running[0].number, { kind: 'closed', at: NOW, status: 'cancelled', reason: null });
        }
        expect(tenant.asked).toEqual(tenant.syncs.map((sync) => sync.number));
        expect(tenant.syncs.every((sync) => sync.status === 'cancelled')).toBe(true);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('serves a second press with the sync that has not begun to read, and a later one with a follow-up', () => {
    const requested = aSync({ number: 1, status: 'requested' });
    expect(onTrigger([requested], 'apply')).toEqual({ kind: 'existing', sync: requested });
    expect(onTrigger([requested], 'preview')).toEqual({ kind: 'queue' });
    const fetching = aSync({ number: 1, status: 'fetching' });
    expect(onTrigger([fetching], 'apply')).toEqual({ kind: 'queue' });
    const queued = aSync({ number: 2, status: 'queued' });
    expect(onTrigger([fetching, queued], 'apply')).toEqual({ kind: 'existing', sync: queued });
  });

  it('is free while a plan waits for an OK', () => {
    expect(onTrigger([aSync({ number: 1, status: 'held' })], 'apply')).toEqual({ kind: 'take-slot' });
    const queued = aSync({ number: 2, status: 'queued' });
    expect(nextInSlot([aSync({ number: 1, status: 'held' }), queued])).toBe(queued);
    expect(nextInSlot([aSync({ number: 1, status: 'applying' }), queued])).toBeUndefined();
  });

  it('is taken by an OK until it is answered, and waits for nobody then', () => {
    const held = aSync({ number: 1, status: 'held', approving: true });
    const queued = aSync({ number: 2, status: 'queued' });
    expect(onTrigger([held], 'apply')).toEqual({ kind: 'queue' });
    expect(nextInSlot([held, queued])).toBeUndefined();
    const released = onMarkers([held, queued], [{ number: 1, marker: { kind: 'released' } }], NOW);
    expect(released.changed).toMatchObject([
      { number: 1, status: 'held', approving: false },
      { number: 2, status: 'requested' },
    ]);
    const approved = onMarkers(
      [held, queued],
      [{ number: 1, marker: { kind: 'approved', at: NOW, leaversOnly: false } }],
      NOW,
    );
    expect(approved).toMatchObject({ changed: [{ number: 1, status: 'applying', approving: false }], requests: [] });
  });

  it('passes to the newer sync whose plan was approved in the place of the older', () => {
    const older = aSync({ number: 1, status: 'held', approving: true });
    const newer = aSync({ number: 2, status: 'held' });
    const { changed } = onMarkers(
      [older, newer],
      [{ number: 2, marker: { kind: 'approved', at: NOW, leaversOnly: false } }],
      NOW,
    );
    expect(changed).toMatchObject([
      { number: 1, status: 'held', approving: false },
      { number: 2, status: 'applying' },
    ]);
  });

  it('asks once more, without another number, when the short cut did not hold', () => {
    const sync = aSync({ number: 4, status: 'comparing' });
    const refetch = { number: 4, marker: { kind: 'refetch', at: NOW } } as const;
    const { changed, requests } = onMarkers([sync], [refetch, refetch], NOW);
    expect(changed).toEqual([{ ...sync, refetched: true }]);
    expect(requests).toEqual([{ sync: changed[0], again: true }]);
  });

  it('hears nothing for a follow-up that was never asked for, and of numbers that it does not know', () => {
    const running = aSync({ number: 1, status: 'fetching' });
    const queued = aSync({ number: 2, status: 'queued' });
    const heard = [2, 7].map((number) => ({ number, marker: { kind: 'started', at: NOW } as const }));
    expect(onMarkers([running, queued], heard, NOW)).toEqual({ changed: [], requests: [], withdrawn: [] });
  });

  it('is asked for no more when it is over before an answer counts, and then only', () => {
    const closed = (number: number) =>
      ({ number, marker: { kind: 'closed', at: NOW, status: 'cancelled', reason: null } }) as const;
    const asked = [
      aSync({ number: 1, status: 'requested' }),
      aSync({ number: 2, status: 'fetching' }),
      aSync({ number: 3, status: 'comparing', refetched: true }),
    ];
    const others = [
      aSync({ number: 4, status: 'queued' }),
      aSync({ number: 6, status: 'held', settled: true }),
      aSync({ number: 7, status: 'cancelled' }),
    ];
    const all = [...asked, ...others];
    const { withdrawn } = onMarkers(
      all,
      all.map(({ number }) => closed(number)),
      NOW,
    );
    expect(withdrawn.map(({ number }) => number)).toEqual([1, 2, 3]);
  });
});
