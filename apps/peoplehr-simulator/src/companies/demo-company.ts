import { Company } from './company';
import { type EmployeeRow, rowOf } from './employee-row';
import { firstNames, lastNames } from './names';
import { guid, pick, seeded } from './seeded';

/** The key that opens the demo company. Invented; it opens nothing else. */
export const demoKey = 'b5b1c0de-7e57-4d3a-9c0f-0d3e0a7137b1';

const DEMO_COMPANY_ID = 66446;
const NAME = 'Northwind Tiles';
const SEED = 20261124;

/** Departments with their people: place, head's role, everybody else's roles, how many. */
const plan: readonly {
  name: string;
  place: string;
  head: string;
  roles: readonly [string, ...string[]];
  people: number;
}[] = [
  {
    name: 'Production',
    place: 'Stoke-on-Trent',
    head: 'Production Director',
    roles: ['Kiln Technician', 'Glaze Specialist', 'Press Operator', 'Shift Supervisor'],
    people: 38,
  },
  {
    name: 'Design',
    place: 'Bristol',
    head: 'Head of Design',
    roles: ['Surface Designer', 'Colourist', 'Design Assistant'],
    people: 12,
  },
  {
    name: 'Sales',
    place: 'Leeds',
    head: 'Sales Director',
    roles: ['Account Executive', 'Showroom Adviser', 'Sales Support'],
    people: 24,
  },
  {
    name: 'Logistics',
    place: 'Stoke-on-Trent',
    head: 'Logistics Lead',
    roles: ['Warehouse Operative', 'Driver', 'Planner'],
    people: 16,
  },
  {
    name: 'Finance',
    place: 'Leeds',
    head: 'Finance Director',
    roles: ['Management Accountant', 'Credit Controller', 'Payroll Officer'],
    people: 9,
  },
  { name: 'People', place: 'Leeds', head: 'People Partner', roles: ['HR Adviser', 'Recruiter'], people: 5 },
  {
    name: 'Technology',
    place: 'Bristol',
    head: 'Head of Technology',
    roles: ['Software Engineer', 'Data Analyst', 'Support Engineer'],
    people: 9,
  },
];

const LEAVERS = 6;
const FIRST_ID = 1;

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[łŁ]/g, 'l')
    .replace(/[øØ]/g, 'o')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

/** 120 people of a tile maker: departments, managers, six leavers, accents in names, addresses as untidy as real ones. */
export function demoCompany(): Company {
  return new Company(DEMO_COMPANY_ID, NAME, shuffled([...people()]));
}

function* people(): Generator<EmployeeRow> {
  const random = seeded(SEED);
  const used = new Set<string>();
  let next = FIRST_ID;
  const person = (values: Partial<EmployeeRow>): EmployeeRow => {
    let [firstName, lastName] = ['', ''];
    do {
      firstName = pick(random, firstNames);
      lastName = pick(random, lastNames);
    } while (used.has(`${firstName} ${lastName}`));
    used.add(`${firstName} ${lastName}`);
    const employeeId = `NT${String(next++).padStart(3, '0')}`;
    const address = `${plain(firstName)}.${plain(lastName)}@northwind-tiles.example`;
    return rowOf({
      employeeId,
      firstName,
      lastName,
      email: next % 23 === 0 ? ` ${address.replace(/^./, (c) => c.toUpperCase())} ` : address,
      startDate: `20${12 + Math.floor(random() * 14)}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`,
      company: NAME,
      employmentType: random() < 0.15 ? 'Part Time' : 'Full Time',
      uniqueKey: guid(random),
      ...values,
    });
  };
  const chief = person({ jobRole: 'Managing Director', department: 'Board', location: 'Leeds' });
  yield chief;
  let leavers = 0;
  for (const { name, place, head, roles, people: count } of plan) {
    const lead = person({ jobRole: head, department: name, location: place, reportsToEmployeeId: chief.employeeId });
    yield lead;
    let supervisor = lead;
    for (let n = 1; n < count; n++) {
      const row = person({
        jobRole: pick(random, roles),
        department: name,
        location: place,
        reportsToEmployeeId: supervisor.employeeId,
      });
      yield row;
      if (n % 9 === 0) supervisor = row;
      if (n % 9 === 8) supervisor = lead;
    }
    if (leavers < LEAVERS) {
      leavers += 1;
      yield person({
        jobRole: pick(random, roles),
        department: name,
        location: place,
        reportsToEmployeeId: lead.employeeId,
        status: '2',
        leavingDate: `2026-0${leavers}-28`,
        reasonForLeaving: 'Resignation',
      });
    }
  }
}

/** The real list is not sorted, so ours is not. */
function shuffled(rows: EmployeeRow[]): EmployeeRow[] {
  const random = seeded(SEED + 1);
  for (let i = rows.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    const [a, b] = [rows[i], rows[other]];
    if (a && b) [rows[i], rows[other]] = [b, a];
  }
  return rows;
}
