import { CompanyLife, stories } from '../model/company-life.testkit';
import { compareKnown, type KnownRow } from './compare-known';
import { comparePlans, evolvePlans, type PlanRow } from './evolve-plans';
import { RecordedTenant } from './recorded-tenant.testkit';
import { Comparing } from './replay-report';

/** Every life, with the tables that it leaves behind. */
async function lives() {
  return Promise.all(
    Object.values(stories).map(async (steps) => {
      const tenant = new RecordedTenant();
      await new CompanyLife(tenant).live(steps);
      const plans = evolvePlans(new Map(), tenant.events);
      const { record } = tenant;
      return { record, plans, people: [...record.known.byId.values()], stored: [...plans.values()] };
    }),
  );
}

const known = (record: Parameters<typeof compareKnown>[0], table: Iterable<KnownRow>) => {
  const comparing = new Comparing();
  compareKnown(record, table, comparing);
  return comparing.report();
};

const planned = (plans: ReadonlyMap<string, PlanRow>, table: Iterable<PlanRow>) => {
  const comparing = new Comparing();
  comparePlans(plans, table, comparing);
  return comparing.report();
};

describe('what the reconciler keeps, beside what the events tell', () => {
  let all: Awaited<ReturnType<typeof lives>>;
  beforeAll(async () => {
    all = await lives();
  });

  it('is the same in every life, and counted', () => {
    for (const { record, plans, people, stored } of all) {
      expect(known(record, people)).toMatchObject({ differences: [], checked: { people: people.length } });
      expect(planned(plans, stored)).toMatchObject({ differences: [], checked: { plans: stored.length } });
    }
  });

  it('of one person whose row somebody changed by hand exactly that is found', () => {
    for (const { record, people } of all) {
      const [first, ...rest] = people;
      if (!first) continue;
      expect(known(record, [...rest, { ...first, sourceVersion: 99 }]).differences).toEqual([
        {
          ...{ about: 'person', syncId: null, personId: first.personId, what: 'sourceVersion' },
          ...{ recorded: 99, expected: first.sourceVersion },
        },
      ]);
      expect(known(record, rest).differences).toMatchObject([{ personId: first.personId, recorded: undefined }]);
    }
  });

  it('of one plan that somebody changed by hand exactly that is found', () => {
    for (const { plans, stored } of all) {
      const [first, ...rest] = stored;
      if (!first) continue;
      const changed: PlanRow = { ...first, state: 'dropped', excluded: ['somebody'] };
      expect(planned(plans, [...rest, changed]).differences).toMatchObject([
        { about: 'plan', syncId: first.syncId, what: 'state', recorded: 'dropped', expected: first.state },
        { about: 'plan', syncId: first.syncId, what: 'excluded', recorded: ['somebody'], expected: [] },
      ]);
    }
  });

  it('knows what became of plans in every way', () => {
    const states = new Set(all.flatMap(({ stored }) => stored.map(({ state }) => state)));
    expect([...states]).toEqual(expect.arrayContaining(['applying', 'held', 'approved']));
  });
});
