import type { ReplayReport } from '@people-sync/reconciliation';
import { CompanyLife, companyLife, liedTo, type Step, stories } from '@people-sync/reconciliation/company-life';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { ReconcilerTestkit } from '../reconciler.testkit';
import { ReconcilerTenant } from './reconciler-tenant.testkit';
import { ReplayedTenant } from './replayed-tenant.testkit';
import { UpdatedTenant } from './updated-tenant.testkit';

const RUNS = propertyRuns(200);

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(3_600_000);

describeReal('postgres')('a company’s life on a real database', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let restarted: ReconcilerTestkit;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
    restarted = await ReconcilerTestkit.start(database);
  });
  afterAll(async () => {
    await restarted.close();
    await reconciler.close();
    await database.drop();
  });

  const aTenant = () => new ReconcilerTenant(reconciler, restarted, aTenantId());

  it.each(Object.entries(stories))('%s', async (_, steps) => {
    await expect(new CompanyLife(aTenant()).live(steps)).resolves.toBeUndefined();
  });

  it(`leaves the people as the plain rules say, after every step, in ${RUNS} companies`, async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(companyLife, (steps) => new CompanyLife(aTenant(), seen).live(steps)),
      { numRuns: RUNS },
    );
    // Nothing is proven about what never came about.
    const often = [
      'joined',
      'rejoined',
      'changed',
      'leaver-status',
      'absent-twice',
      'missing',
      'decided',
      'email-taken',
    ];
    expect([...seen.keys()]).toEqual(expect.arrayContaining(often));
  });

  it('is what its events tell: folded by pure rules they are its tables, and judged again they are the same', async () => {
    const replayed = async (steps: readonly Step[]) => {
      const tenant = new ReplayedTenant(reconciler, restarted, aTenantId());
      await new CompanyLife(tenant).live(steps);
      return tenant.report();
    };
    const reports: ReplayReport[] = [];
    for (const steps of Object.values(stories)) reports.push(await replayed(steps));
    await fc.assert(
      fc.asyncProperty(companyLife, async (steps) => void reports.push(await replayed(steps))),
      { numRuns: RUNS / 4 },
    );
    expect(reports.flatMap(({ differences }) => differences)).toEqual([]);
    // Nothing is proven by a replay that compared nothing.
    expect(reports.reduce((sum, { checked }) => sum + checked.plans, 0)).toBeGreaterThan(RUNS / 4);
    expect(reports.reduce((sum, { checked }) => sum + checked.events, 0)).toBeGreaterThan(RUNS / 4);
  });

  it('is the same if rules that read PeopleHR otherwise kept what is known, before every sync', async () => {
    const updated = () => new UpdatedTenant(reconciler, restarted, aTenantId());
    for (const steps of Object.values(stories)) await new CompanyLife(updated()).live(steps);
    await fc.assert(
      fc.asyncProperty(companyLife, (steps) => new CompanyLife(updated()).live(steps)),
      { numRuns: RUNS / 4 },
    );
  });

  it('comes to the same end with lies in between that nobody accepted as without them', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(liedTo, async ({ life, lied }) => {
        const [told, heard] = [new CompanyLife(aTenant()), new CompanyLife(aTenant(), seen)];
        await told.live(life);
        await heard.live(lied);
        expect(await heard.outcome()).toEqual(await told.outcome());
      }),
      { numRuns: RUNS / 4 },
    );
    expect([...seen.keys()]).toEqual(expect.arrayContaining(['lie superseded', 'lie previewed']));
  });
});
