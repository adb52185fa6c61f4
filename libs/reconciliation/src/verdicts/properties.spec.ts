import type { Employee } from '@people-sync/contracts';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { addDays } from '../dates/plain-date';
import { employee, RulesTestkit } from './rules.testkit';

const START = '2026-03-02';
const day = fc.integer({ min: -3, max: 6 }).map((days) => addDays(START, days));
const address = fc.constantFrom('a', 'b', 'c', 'd', 'e').map((name) => `${name}@tiles.example`);

const row = fc
  .record({
    email: fc.oneof({ weight: 8, arbitrary: address }, fc.constantFrom(null, 'no address')),
    status: fc.oneof({ weight: 6, arbitrary: fc.constant('1') }, fc.constantFrom('2', '2', '7', null)),
    startDate: fc.oneof({ weight: 3, arbitrary: fc.constant('2024-02-05') }, day),
    leavingDate: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, day, fc.constant('soon')),
    jobRole: fc.constantFrom('Kiln Technician', 'Lead'),
  })
  .map((fields): Partial<Employee> => fields);

/** One answer: some of six employees, each as they are that day. */
const answer = fc
  .dictionary(fc.constantFrom('PW1', 'PW2', 'PW3', 'PW4', 'PW5', 'PW6'), row, { noNullPrototype: true })
  .map((rows) => Object.entries(rows).map(([id, fields]) => employee(id, fields)));

/** Answers one after the other; often the next one is the same again, some days later. */
const history = fc
  .array(fc.tuple(fc.option(answer, { freq: 2 }), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 8 })
  .map((steps) => {
    let today = START;
    let last: Employee[] = [];
    return steps.map(([next, days]) => {
      today = addDays(today, days);
      last = next ?? last;
      return { today, employees: last };
    });
  });

describe('whatever PeopleHR answers, day after day', () => {
  it('no two active people have the same address, and nobody has none', () => {
    fc.assert(
      fc.property(history, (syncs) => {
        const tenant = new RulesTestkit();
        for (const { employees, today } of syncs) {
          tenant.sync(employees, today);
          const addresses = tenant.addresses();
          expect(new Set(addresses).size).toBe(addresses.length);
          expect(addresses).not.toContain(null);
        }
      }),
      { numRuns: propertyRuns(250) },
    );
  });

  it('nobody leaves without proof in their own row', () => {
    fc.assert(
      fc.property(history, (syncs) => {
        const tenant = new RulesTestkit();
        for (const { employees, today } of syncs) {
          for (const verdict of tenant.sync(employees, today)) {
            if (verdict.kind !== 'left') continue;
            const { status, leavingDate } = verdict.row;
            if (verdict.proof === 'leaver-status') expect(status).toBe('2');
            else expect(leavingDate !== null && leavingDate < today).toBe(true);
            expect(employees.map(({ employeeId }) => employeeId)).toContain(verdict.row.employeeId);
          }
        }
      }),
      { numRuns: propertyRuns(250) },
    );
  });

  it('the plan is the same whether only the differing rows are judged or all of them', () => {
    fc.assert(
      fc.property(history, (syncs) => {
        const quick = new RulesTestkit();
        const thorough = new RulesTestkit(undefined, false);
        for (const { employees, today } of syncs) {
          expect(quick.hash(employees, today)).toBe(thorough.hash(employees, today));
          const refused = (tenant: RulesTestkit) =>
            tenant
              .sync(employees, today)
              .flatMap((one) => (one.kind === 'refused' ? [[one.row.employeeId, one.problem]] : []));
          expect(refused(quick)).toEqual(refused(thorough));
        }
      }),
      { numRuns: propertyRuns(250) },
    );
  });

  it('the plan is the same whatever the order of the rows', () => {
    fc.assert(
      fc.property(history, answer, day, (syncs, employees, today) => {
        const tenant = new RulesTestkit();
        for (const step of syncs) tenant.sync(step.employees, step.today);
        expect(tenant.hash(employees.toReversed(), today)).toBe(tenant.hash(employees, today));
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('the same answer on the same day a second time changes nobody', () => {
    fc.assert(
      fc.property(history, answer, (syncs, employees) => {
        const tenant = new RulesTestkit();
        for (const step of syncs) tenant.sync(step.employees, step.today);
        const today = syncs.at(-1)?.today ?? START;
        tenant.sync(employees, today);
        const again = tenant.sync(employees, today).map(({ kind }) => kind);
        expect(again.filter((kind) => kind !== 'refused' && kind !== 'unchanged' && kind !== 'ignored')).toEqual([]);
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});
