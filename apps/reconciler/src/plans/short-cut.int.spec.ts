import type { Employee } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { CompanyUnderTest, type Synced } from '../company.testkit';
import { digestOf } from '../fetched.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(3_600_000);

/** Some of five employees, who swap ids, keys, names and addresses as no company would. */
const answer = fc
  .dictionary(
    fc.constantFrom('PW1', 'PW2', 'PW3', 'PW4', 'PW5'),
    fc.record({
      uniqueKey: fc.constantFrom('a', 'b', 'c', null),
      email: fc.constantFrom('a@tiles.example', 'b@tiles.example', 'c@tiles.example', null),
      firstName: fc.constantFrom('Ines', 'Omar'),
      lastName: fc.constantFrom('Faulkner', 'Reyes'),
      status: fc.constantFrom('1', '1', '1', '2', '8'),
      startDate: fc.constantFrom('2024-02-05', '2026-03-03', '2026-03-05'),
      leavingDate: fc.constantFrom(null, null, '2026-03-02', '2026-03-04'),
      location: fc.constantFrom('Leeds', 'York'),
    }),
    { minKeys: 1, noNullPrototype: true },
  )
  .map((rows): Employee[] => Object.entries(rows).map(([employeeId, fields]) => anEmployee({ employeeId, ...fields })));

describeReal('postgres')('a plan', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const words = fc.constantFrom('same', 'new', 'left', 'keep', '');

  /** Settles the first open question as somebody may. */
  async function settle(company: CompanyUnderTest, word: string): Promise<void> {
    const open = await company.problems();
    const asked = open.find(({ code }) => code.startsWith('identity-'));
    const missing = open.find(({ code }) => code === 'missing');
    if (asked && word === 'new') await company.decide({ kind: 'new-person', employeeId: asked.employeeId });
    const personId = asked?.otherPersonId || asked?.personId;
    if (asked && personId && word === 'same') {
      await company.decide({ kind: 'same-person', employeeId: asked.employeeId, personId });
    }
    if (!missing) return;
    if (word === 'left') await company.decide({ kind: 'missing-left', personId: missing.personId });
    if (word === 'keep') await company.decide({ kind: 'missing-keep', personId: missing.personId });
  }

  /** Limits of nobody: every plan that changes somebody waits. */
  const none = { people: 0, fraction: 0 };
  const strict = {
    leavers: none,
    absentOrOutOfScope: none,
    joiners: none,
    fieldGoesBlank: none,
    fieldBecomesOneValue: none,
    emailChanges: none,
    unknownStatus: { people: 1_000, fraction: 1 },
    knownInSnapshot: 0,
  };

  /** Every row of the base has a record, and it is what the row said. */
  async function expectWholeBase({ tenantId }: CompanyUnderTest): Promise<void> {
    const rows = await reconciler.rows(
      `SELECT b.employee_id, b.digest, coalesce(b.employee, p.employee) AS employee
         FROM base_rows b
         LEFT JOIN persons p ON p.tenant_id = b.tenant_id AND p.employee_id = b.employee_id AND b.employee IS NULL
        WHERE b.tenant_id = $1`,
      [tenantId],
    );
    expect(rows.filter(({ digest, employee }) => !isEmployee(employee) || digestOf(employee) !== digest)).toEqual([]);
  }

  const essence = ({ plan }: Synced) => ({ hash: plan.hash, counts: plan.counts, problems: plan.problems });

  it('is the same whether only the rows in question were judged or all of them', async () => {
    const steps = fc.array(
      fc.record({ employees: answer, word: words, ok: fc.constantFrom('yes', 'yes', 'no', 'wait') }),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), fc.option(answer), fc.nat(40), async (history, waits, next, hours) => {
        const company = new CompanyUnderTest(reconciler, aTenantId());
        if (waits) await reconciler.setPolicy(company.tenantId, { safeguards: strict });
        else await reconciler.withoutSafeguards(company.tenantId);
        for (const { employees, word, ok } of history) {
          const synced = await company.sync(employees);
          if (synced.plan.outcome === 'held' && ok === 'yes') await company.approve(synced);
          if (synced.plan.outcome === 'held' && ok === 'no') await company.reject(synced);
          await expectWholeBase(company);
          await settle(company, word);
        }
        // What was settled last has everybody judged: that is over after one more sync that is applied.
        const last = history.at(-1)?.employees ?? [];
        let done = await company.sync(last);
        for (let night = 0; night < 4 && done.plan.outcome === 'held'; night += 1) {
          await company.approve(done);
          done = await company.sync(last);
        }
        expect(done.plan.outcome).toBe('applying');
        await expectWholeBase(company);
        const takenAt = new Date(Date.parse(done.sync.takenAt ?? '') + hours * 3_600_000).toISOString();
        const look = { mode: 'preview', takenAt } as const;
        const ask = () => (next ? company.sync(next, look) : company.unchanged(last, look));
        const short = await ask();
        await reconciler.rows('UPDATE tenants SET base_rules = 0 WHERE tenant_id = $1', [company.tenantId]);
        const long = await ask();
        expect(essence(short)).toEqual(essence(long));
      }),
      { numRuns: propertyRuns(60) },
    );
  });

  it('has what PeopleHR said of a row whose person goes on under another one', async () => {
    const company = new CompanyUnderTest(reconciler, aTenantId());
    await reconciler.withoutSafeguards(company.tenantId);
    const before = anEmployee({ employeeId: 'PW1', uniqueKey: 'a', leavingDate: '2026-03-03' });
    const after = anEmployee({ employeeId: 'PW2', uniqueKey: 'a', email: before.email, startDate: '2026-03-04' });
    await company.sync([before]);
    await company.sync([before, after]);
    expect((await company.sync([before, after])).plan.counts).toMatchObject({ left: 0, changed: 1 });
    await expectWholeBase(company);
    await reconciler.setPolicy(company.tenantId, { daysBeforeStart: 1 });
    expect((await company.unchanged([before, after])).plan).toMatchObject({ itemCount: 0, counts: { unchanged: 2 } });
  });
});

const isEmployee = (value: unknown): value is Employee =>
  typeof value === 'object' && value !== null && 'employeeId' in value;
