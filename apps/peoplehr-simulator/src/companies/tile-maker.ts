import { Company } from './company';
import { type EmployeeRow, rowOf } from './employee-row';
import type { MadeCompany } from './made-company';
import { firstNames, lastNames } from './names';
import { type Department, departmentsFor } from './northwind-tiles';
import { between, guid, pick, seeded, shuffled } from './seeded';

/** Fewer make no departments; more would run out of names that nobody has yet. */
export const [FEWEST_TILE_MAKERS, MOST_TILE_MAKERS] = [30, 1000] as const;
const TEAM = 9;

/**
 * A maker of tiles as one would show it to a customer: names and addresses of people, departments with heads and teams,
 * one tree of managers, addresses as untidy as real ones; and six leavers beside the current people.
 */
export function tileMaker({ id, name, employees, seed, budget }: MadeCompany & { readonly name: string }): Company {
  const rows = () => shuffled(seeded(seed + 1), [...everybody(personMaker(id, name, seed), employees, seed)]);
  return new Company(id, name, rows, budget);
}

type PersonMaker = (values: Partial<EmployeeRow>) => EmployeeRow;

function* everybody(person: PersonMaker, employees: number, seed: number): Generator<EmployeeRow> {
  const chief = person({ jobRole: 'Managing Director', department: 'Board', location: 'Leeds' });
  yield chief;
  const random = seeded(seed + 2);
  for (const department of departmentsFor(employees - 1)) yield* peopleOf(department, chief, person, random);
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
function personMaker(id: number, company: string, seed: number): PersonMaker {
  const random = seeded(seed);
  const domain = `${plain(company.replace(/\s+/g, '-')) || `company-${id}`}.example`;
  const addresses = new Set<string>();
  return (values) => {
    let firstName: string, lastName: string, address: string;
    do {
      firstName = pick(random, firstNames);
      lastName = pick(random, lastNames);
      address = addressOf(firstName, lastName, domain);
    } while (addresses.has(address));
    addresses.add(address);
    const number = addresses.size;
    return rowOf({
      employeeId: `NT${String(number).padStart(3, '0')}`,
      firstName,
      lastName,
      email: untidy(address, number),
      startDate: `20${between(random, 11, 24)}-${twoDigits(between(random, 1, 12))}-${twoDigits(between(random, 1, 28))}`,
      company,
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

/** first.last@domain, without accents and apostrophes. */
export const addressOf = (firstName: string, lastName: string, domain: string): string =>
  `${plain(firstName)}.${plain(lastName)}@${domain}`;

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[łŁ]/g, 'l')
    .replace(/[øØ]/g, 'o')
    .replace(/[^A-Za-z0-9-]/g, '')
    .toLowerCase();
