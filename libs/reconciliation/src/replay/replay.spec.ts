import {
  DecisionMade,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  PeopleImported,
  PlanApproved,
  PlanExpired,
  PlanMade,
  PlanRejected,
  PlanRevised,
  PolicyChanged,
  ProblemClosed,
  ProblemOpened,
  SyncClosed,
} from '@people-sync/contracts';
import { propertyRuns, triedInFull } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { CompanyLife, companyLife, stories } from '../model/company-life.testkit';
import { RecordedTenant } from './recorded-tenant.testkit';

const RUNS = propertyRuns(1_000);

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(3_600_000);

describe('a company that is nothing but what its events tell', () => {
  it.each(Object.entries(stories))('%s', async (_, steps) => {
    const tenant = new RecordedTenant();
    await new CompanyLife(tenant).live(steps);
    expect(tenant.report()).toMatchObject({ outcome: 'no-differences', differences: [] });
  });

  it(`knows after every step what the semantics of a sync say, and replays alike, in ${RUNS} companies`, async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(companyLife, async (steps) => {
        const tenant = new RecordedTenant();
        await new CompanyLife(tenant).live(steps);
        expect(tenant.report().differences).toEqual([]);
        for (const { type } of tenant.events) seen.add(type);
      }),
      { numRuns: RUNS },
    );
    if (!triedInFull()) return;
    // Nothing is proven about what was never said.
    const all = [PolicyChanged, DecisionMade, PeopleImported, PlanMade, PlanRevised, PlanApproved, PlanRejected];
    const more = [PlanExpired, SyncClosed, EmployeeAdded, EmployeeChanged, EmployeeLeft, ProblemOpened, ProblemClosed];
    expect([...seen]).toEqual(expect.arrayContaining([...all, ...more].map(({ type }) => type)));
  });
});
