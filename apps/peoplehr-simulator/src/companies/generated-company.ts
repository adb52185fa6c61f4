import { Company } from './company';
import { type EmployeeRow, rowOf } from './employee-row';
import { firstNames, lastNames } from './names';
import { guid, pick, seeded } from './seeded';

const departments: readonly [string, ...string[]] = [
  'Production',
  'Sales',
  'Design',
  'Finance',
  'Logistics',
  'People',
  'IT',
  'Customer Care',
];
const locations: readonly [string, ...string[]] = ['Stoke-on-Trent', 'Leeds', 'Bristol', 'Glasgow', 'Cardiff'];
const roles: readonly [string, ...string[]] = [
  'Kiln Technician',
  'Account Executive',
  'Designer',
  'Analyst',
  'Driver',
  'Advisor',
  'Engineer',
  'Coordinator',
];

/** Everybody reports to one of the first tenth; they report to the first. */
const SPAN = 10;

/** A company of `count` current people for load and tests: deterministic by `seed`, addresses unique. */
export function generatedCompany(id: number, name: string, count: number, seed: number): Company {
  return new Company(id, name, rows(id, name, count, seed));
}

function* rows(id: number, name: string, count: number, seed: number): Generator<EmployeeRow> {
  const random = seeded(seed);
  for (let n = 1; n <= count; n++) {
    const chief = Math.max(1, Math.ceil(n / SPAN));
    yield rowOf({
      employeeId: `PW${n}`,
      firstName: pick(random, firstNames),
      lastName: pick(random, lastNames),
      email: `pw${n}.c${id}@company-${id}.example`,
      startDate: `20${10 + (n % 15)}-0${1 + (n % 9)}-${10 + (n % 18)}`,
      jobRole: pick(random, roles),
      company: name,
      location: pick(random, locations),
      department: pick(random, departments),
      reportsToEmployeeId: n === 1 ? '' : `PW${n <= SPAN ? 1 : chief}`,
      uniqueKey: guid(random),
    });
  }
}

/** Changes one field of a part of the company's current people, chosen by `seed`; tells how many. */
export function changeSome(company: Company, fraction: number, field: keyof EmployeeRow, seed: number): number {
  const random = seeded(seed);
  let changed = 0;
  for (const row of [...company.employees()]) {
    if (row.status !== '1' || random() >= fraction) continue;
    changed += 1;
    company.put({ ...row, [field]: `${row[field].replace(/ \(\d+\)$/, '')} (${seed})` });
  }
  return changed;
}
