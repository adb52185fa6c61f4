import { syncModes } from '@people-sync/contracts';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { aSync } from '../rig/syncs.testkit';
import { starts, type StartingTenant, type Trigger } from './starts';

const NOW = new Date('2026-03-02T08:00:00Z');

const trigger = (tenantId: string, syncId: string, mode: Trigger['mode'] = 'apply'): Trigger => ({
  tenantId,
  syncId,
  mode,
  trigger: 'schedule',
  requestedBy: 'night',
});

const tenants = (...of: [string, StartingTenant][]): ReadonlyMap<string, StartingTenant> => new Map(of);

describe('triggers that arrive together', () => {
  it('get the same syncs as if they had come one by one', () => {
    const some = fc.array(
      fc.record({ tenantId: fc.constantFrom('acme', 'harbour', 'nobody'), mode: fc.constantFrom(...syncModes) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(some, fc.nat({ max: 3 }), (asked, running) => {
        const own = running === 0 ? [] : [aSync({ number: 1, status: running > 1 ? 'fetching' : 'requested' })];
        const triggers = asked.map(({ tenantId, mode }, index) => trigger(tenantId, `s${index}`, mode));
        const before = tenants(
          ['acme', { nextNumber: 2, now: NOW, syncs: own }],
          ['harbour', { nextNumber: 1, now: NOW, syncs: [] }],
        );
        const together = starts(triggers, before);

        const state = new Map(before);
        const oneByOne = triggers.map((each) => {
          const { started, made } = starts([each], state);
          for (const sync of made) {
            const tenant = state.get(sync.tenantId)!;
            state.set(sync.tenantId, { ...tenant, nextNumber: tenant.nextNumber + 1, syncs: [...tenant.syncs, sync] });
          }
          return started[0];
        });
        expect(together.started).toEqual(oneByOne);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('are numbered in order, and only one of a tenant has the slot', () => {
    const asked = [trigger('acme', 'a'), trigger('acme', 'b', 'preview'), trigger('acme', 'c')];
    const { started, made } = starts(asked, tenants(['acme', { nextNumber: 7, now: NOW, syncs: [] }]));
    expect(made.map(({ id, number, status }) => [id, number, status])).toEqual([
      ['a', 7, 'requested'],
      ['b', 8, 'queued'],
    ]);
    expect(started.map((one) => one?.made)).toEqual([true, true, false]);
  });

  it('find the sync that they had made, also when it is over', () => {
    const done = aSync({ id: 'a', number: 3, status: 'completed', finishedAt: NOW });
    const { started, made } = starts(
      [trigger('acme', 'a')],
      tenants(['acme', { nextNumber: 4, now: NOW, syncs: [done] }]),
    );
    expect(started).toEqual([{ sync: done, made: true }]);
    expect(made).toEqual([]);
  });

  it('get nothing for a tenant that does not exist', () => {
    expect(starts([trigger('nobody', 'a')], tenants())).toEqual({ started: [undefined], made: [] });
  });
});
