import { defaultPolicy, type Employee } from '@people-sync/contracts';
import { type Answer, employee, RulesTestkit } from '../verdicts/rules.testkit';

const MONDAY = '2026-03-02';
const TUESDAY = '2026-03-03';

const nth = (n: number, over: Partial<Employee> = {}) =>
  employee(`PW${n}`, { lastName: `Faulkner ${n}`, jobRole: `Role ${n % 4}`, ...over });
const twenty = Array.from({ length: 20 }, (_, i) => nth(i + 1));
const changing = (first: number, count: number, over: (one: Employee) => Partial<Employee>): Employee[] =>
  twenty.map((one, i) => (i >= first - 1 && i < first - 1 + count ? { ...one, ...over(one) } : one));

function staffed(): RulesTestkit {
  const tenant = new RulesTestkit();
  tenant.sync(twenty, MONDAY);
  return tenant;
}

/** By EmployeeId what made the plan of this answer wait. */
function counted(tenant: RulesTestkit, over: Partial<Answer> & Pick<Answer, 'employees'>): Record<string, unknown> {
  const answer = { today: TUESDAY, ...over };
  const plan = tenant.plan(answer);
  const keys = tenant.counted(answer, plan);
  const byEmployeeId = plan.items.map((item): [string, unknown[]] => [
    item.row?.employeeId ?? item.known?.employeeId ?? '',
    (keys.get(item.personId) ?? []).map((key): unknown => JSON.parse(key)),
  ]);
  return Object.fromEntries(byEmployeeId);
}

describe('what made a plan wait', () => {
  it('nothing, of a plan that passes', () => {
    const gone = changing(1, 5, () => ({ status: '2' }));
    expect(Object.values(counted(staffed(), { employees: gone })).flat()).toEqual([]);
  });

  it('the leavers, and not whoever joins or changes in the same answer', () => {
    const gone = changing(1, 6, () => ({ status: '2' })).map((one) =>
      one.employeeId === 'PW9' ? { ...one, jobRole: 'Lead' } : one,
    );
    const all = counted(staffed(), { employees: [...gone, nth(21)] });
    expect(Object.keys(all)).toHaveLength(8);
    expect(all).toMatchObject({ PW1: [['leaving', 'PW1', '2', null]], PW9: [], PW21: [] });
  });

  it('one field, and nothing else of the same person', () => {
    const everybody = changing(1, 20, () => ({ jobRole: 'Employee' })).map((one) =>
      one.employeeId === 'PW1'
        ? { ...one, department: 'Sales' }
        : one.employeeId === 'PW2'
          ? { ...one, status: '2' }
          : one,
    );
    const all = counted(staffed(), { employees: everybody });
    expect(all).toMatchObject({ PW1: [['change', 'jobRole', 'Employee']], PW2: [] });
  });

  it('the same value of whoever had none before: it is the same mistake', () => {
    const tenant = new RulesTestkit();
    tenant.sync([...twenty, nth(21, { jobRole: null })], MONDAY);
    const employees = [...twenty, nth(21)].map((one) => ({ ...one, jobRole: 'Employee' }));
    expect(counted(tenant, { employees })).toMatchObject({ PW21: [['change', 'jobRole', 'Employee']] });
  });

  it('a blank, and not another value in the same field', () => {
    const blank = changing(1, 4, () => ({ location: null })).map((one) =>
      one.employeeId === 'PW9' ? { ...one, location: 'Leeds' } : one,
    );
    expect(counted(staffed(), { employees: blank })).toMatchObject({ PW1: [['change', 'location', null]], PW9: [] });
  });

  it('the field that is gone from the answer, of whoever loses its value', () => {
    const tenant = new RulesTestkit();
    tenant.sync(
      twenty.map((one, i) => (i === 0 ? one : { ...one, location: null })),
      MONDAY,
    );
    const employees = twenty.map((one) => ({ ...one, location: null, lastName: 'Moss' }));
    const fieldsPresent = ['employeeId', 'uniqueKey', 'email', 'firstName', 'lastName', 'jobRole', 'status'] as const;
    const all = counted(tenant, { employees, fieldsPresent });
    expect(all['PW1']).toContainEqual(['change', 'location', null]);
  });

  it('addresses alone, of people who get another one', () => {
    const employees = changing(1, 4, ({ email }) => ({ email: `new.${email ?? ''}`, department: 'Sales' }));
    const all = counted(staffed(), { employees });
    expect(all['PW1']).toEqual([['change', 'email', 'new.pw1@tiles.example']]);
  });

  it('joiners and those who come back', () => {
    const tenant = staffed();
    tenant.sync(
      changing(1, 1, () => ({ status: '2' })),
      MONDAY,
    );
    const employees = [...twenty, ...Array.from({ length: 10 }, (_, i) => nth(21 + i))];
    const all = counted(tenant, { employees });
    expect(all).toMatchObject({
      PW1: [['joining', 'PW1', '1', '2024-02-05', null]],
      PW30: [['joining', 'PW30', '1', '2024-02-05', null]],
    });
  });

  it('those who are outside by the settings, unless that was shown', () => {
    const tenant = staffed();
    const scope = { ...defaultPolicy.scope, department: { include: null, exclude: ['Yard'] } };
    tenant.policy = { ...defaultPolicy, scope };
    const employees = changing(1, 4, () => ({ department: 'Yard' }));
    expect(counted(tenant, { employees })).toMatchObject({ PW1: [['scope', 'department', 'yard']] });
    tenant.leavingShown = 4;
    expect(counted(tenant, { employees })).toMatchObject({ PW1: [] });
  });

  it('those who are missing, each for that alone', () => {
    const tenant = staffed();
    const employees = twenty.slice(4);
    tenant.apply({ employees, today: MONDAY });
    expect(counted(tenant, { employees })).toMatchObject({ PW1: [['absent']] });
  });

  it.each([
    ['hardly anybody is in the answer', (tenant: RulesTestkit) => counted(tenant, { employees: [nth(1), nth(21)] })],
    [
      'another company was connected',
      (tenant: RulesTestkit) => counted(tenant, { employees: [...twenty, nth(21)], companyId: 'another one' }),
    ],
    [
      'a value of the settings does not occur',
      (tenant: RulesTestkit) => {
        const scope = { ...defaultPolicy.scope, department: { include: null, exclude: ['Nowhere'] } };
        tenant.policy = { ...defaultPolicy, scope };
        return counted(tenant, { employees: [...twenty, nth(21)] });
      },
    ],
  ])('nobody, if %s: it is the answer as a whole', (_, of) => {
    const all = of(staffed());
    expect(all).toHaveProperty('PW21');
    expect(Object.values(all).flat()).toEqual([]);
  });
});
