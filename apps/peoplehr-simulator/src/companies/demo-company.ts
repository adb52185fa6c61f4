import { Company } from './company';
import { type EmployeeRow, rowOf } from './employee-row';
import { firstNames, lastNames } from './names';
import { type Department, departments } from './northwind-tiles';
import type { CacheBudget } from './record-cache';
import { between, guid, pick, seeded, shuffled } from './seeded';

/** The key that opens the demo company. Invented; it opens nothing else. */
export const demoKey = 'b5b1c0de-7e57-4d3a-9c0f-0d3e0a7137b1';

/** The demo company's CompanyId. */
export const demoCompanyId = 66_446;

const NAME = 'Northwind Tiles';
const SEED = 20_261_124;
const TEAM = 9;

/** 120 people of a tile maker, six of them leavers: a tree of managers, accents, addresses as untidy as real ones. */
export function demoCompany(budget?: CacheBudget): Company {
  return new Company(demoCompanyId, NAME, () => shuffled(seeded(SEED + 1), [...everybody(personMaker())]), budget);
}

type PersonMaker = (values: Partial<EmployeeRow>) => EmployeeRow;

function* everybody(person: PersonMaker): Generator<EmployeeRow> {
  const chief = person({ jobRole: 'Managing Director', department: 'Board', location: 'Leeds' });
  yield chief;
  const random = seeded(SEED + 2);
  for (const department of departments) yield* peopleOf(department, chief, person, random);
}

/** The head, then teams: a lead who reports to the head, and those who report to the lead. Leavers reported to the head. */
function* peopleOf(
  { name, place, head, lead, roles, people, left }: Department,
  chief: EmployeeRow,
  person: PersonMaker,
  random: () => number,
): Generator<EmployeeRow> {
  const inTeam = (jobRole: string, manager: EmployeeRow, values: Partial<EmployeeRow> = {}): EmployeeRow =>
    person({ jobRole, department: name, location: place, reportsToEmployeeId: manager.employeeId, ...values });
  const headOfAll = inTeam(head, chief);
  yield headOfAll;
  let leader = headOfAll;
  for (let n = 0; n < people - 1; n++) {
    const leads = n % TEAM === 0;
    const member = leads ? inTeam(lead, headOfAll) : inTeam(pick(random, roles), leader);
    if (leads) leader = member;
    yield member;
  }
  for (const leavingDate of left) {
    yield inTeam(pick(random, roles), headOfAll, { status: '2', leavingDate, reasonForLeaving: 'Resignation' });
  }
}

/** Makes people with ids NT001, NT002, … No two have the same name, so no two the same address. */
function personMaker(): PersonMaker {
  const random = seeded(SEED);
  const addresses = new Set<string>();
  return (values) => {
    let firstName: string, lastName: string, address: string;
    do {
      firstName = pick(random, firstNames);
      lastName = pick(random, lastNames);
      address = `${plain(firstName)}.${plain(lastName)}@northwind-tiles.example`;
    } while (addresses.has(address));
    addresses.add(address);
    const number = addresses.size;
    return rowOf({
      employeeId: `NT${String(number).padStart(3, '0')}`,
      firstName,
      lastName,
      email: untidy(address, number),
      startDate: `20${between(random, 11, 24)}-${twoDigits(between(random, 1, 12))}-${twoDigits(between(random, 1, 28))}`,
      company: NAME,
      employmentType: random() < 0.15 ? 'Part Time' : 'Full Time',
      uniqueKey: guid(random),
      ...values,
    });
  };
}

/** As people type them: here and there with capitals, here and there with a space that nobody sees. */
function untidy(address: string, number: number): string {
  if (number % 17 === 0) return address.replace(/(^|\.)[a-z](?=.*@)/g, (letters) => letters.toUpperCase());
  return number % 29 === 0 ? ` ${address} ` : address;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[łŁ]/g, 'l')
    .replace(/[øØ]/g, 'o')
    .replace(/[^A-Za-z-]/g, '')
    .toLowerCase();
