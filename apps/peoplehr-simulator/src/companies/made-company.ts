import { Company } from './company';
import { type EmployeeRow, rowOf } from './employee-row';
import { firstNames, lastNames } from './names';
import type { CacheBudget } from './record-cache';
import { between, type Choices, guid, pick, seeded } from './seeded';

const departments: Choices<string> = ['Production', 'Sales', 'Design', 'Finance', 'Logistics', 'People', 'Technology'];
const locations: Choices<string> = ['Stoke-on-Trent', 'Leeds', 'Bristol', 'Glasgow', 'Cardiff'];
const roles: Choices<string> = ['Kiln Technician', 'Account Executive', 'Designer', 'Analyst', 'Driver', 'Coordinator'];

/** How many people report to one manager. */
const SPAN = 10;
/** A prime: walking in such steps meets everybody once, in no order, as long as it does not divide their number. */
const STEPS: Choices<number> = [7919, 7907];

/** What a made company is made of. */
export interface MadeCompany {
  readonly id: number;
  readonly name?: string;
  /** How many current people it has. */
  readonly employees: number;
  /** The same seed makes the same people. */
  readonly seed: number;
  readonly budget?: CacheBudget;
}

/** A company of any size for tests and load: unsorted, ids PW1 to PWn, one tree of managers, addresses unique everywhere. */
export function makeCompany({ id, name = `Company ${id}`, employees, seed, budget }: MadeCompany): Company {
  return new Company(id, name, () => madeRows(id, name, employees, seed), budget);
}

function* madeRows(id: number, name: string, count: number, seed: number): Generator<EmployeeRow> {
  const random = seeded(seed);
  const step = STEPS.find((prime) => count % prime !== 0) ?? 1;
  for (let i = 0; i < count; i++) {
    const n = 1 + ((i * step) % count);
    yield rowOf({
      employeeId: `PW${n}`,
      firstName: pick(random, firstNames),
      lastName: pick(random, lastNames),
      email: `pw${n}@company-${id}.example`,
      startDate: `20${between(random, 10, 24)}-0${between(random, 1, 9)}-${between(random, 10, 28)}`,
      jobRole: pick(random, roles),
      company: name,
      location: pick(random, locations),
      department: pick(random, departments),
      reportsToEmployeeId: n === 1 ? '' : `PW${Math.ceil((n - 1) / SPAN)}`,
      uniqueKey: guid(random),
    });
  }
}
