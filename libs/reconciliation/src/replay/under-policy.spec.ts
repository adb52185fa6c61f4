import { PlanMade, type Policy } from '@people-sync/contracts';
import { CompanyLife, stories } from '../model/company-life.testkit';
import { dataOf, RecordIncompleteError } from './recorded-event';
import { evolve } from './evolve';
import { RecordedTenant } from './recorded-tenant.testkit';
import { newTenantRecord } from './tenant-record';
import { underPolicy } from './under-policy';

const none = { people: 0, fraction: 0 };
const strict: Policy['safeguards'] = {
  leavers: none,
  absentOrOutOfScope: none,
  joiners: none,
  fieldGoesBlank: none,
  fieldBecomesOneValue: none,
  emailChanges: none,
  unknownStatus: none,
  knownInSnapshot: 1,
};

/** Every plan of every life, with what was known before it. */
async function plans() {
  const all = [];
  for (const steps of Object.values(stories)) {
    const tenant = new RecordedTenant();
    await new CompanyLife(tenant).live(steps);
    let record = newTenantRecord(tenant.tenantId);
    for (const event of tenant.events) {
      const made = dataOf(PlanMade, event);
      if (made) all.push({ record, event, made });
      record = evolve(record, [event]);
    }
  }
  return all;
}

describe('the recorded past under other settings', () => {
  it('is as it was under those that held', async () => {
    for (const { record, event, made } of await plans()) {
      // Who was shown as leaving was shown of those settings.
      if (record.leavingShown !== null) continue;
      const judged = underPolicy(record, event, record.policy);
      expect([judged.items.length, judged.counts]).toEqual([made.itemCount, made.counts]);
      if (made.outcome !== 'previewed') expect(judged.heldBecause).toEqual(made.heldBecause);
    }
  });

  it('would have been held by stricter ones, where a safeguard counted somebody who leaves', async () => {
    const counts = new Set<string>(['leavers', 'absent-or-out-of-scope']);
    const leaving = (await plans()).filter(
      ({ made }) =>
        made.outcome === 'applying' && made.safeguards.some(({ name, value }) => counts.has(name) && value > 0),
    );
    expect(leaving.length).toBeGreaterThan(0);
    const held = leaving.map(({ record, event }) =>
      underPolicy(record, event, { ...record.policy, safeguards: strict }),
    );
    expect(held.map(({ outcome }) => outcome)).toEqual(held.map(() => 'held'));
  });

  it('is not told of an answer that the record lacks', async () => {
    const [first] = await plans();
    if (!first) throw new Error('no plan was made');
    const { snapshot: _, ...lacking } = first.event;
    expect(() => underPolicy(first.record, lacking, first.record.policy)).toThrow(RecordIncompleteError);
  });
});
