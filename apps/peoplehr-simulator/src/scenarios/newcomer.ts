import type { Company } from '../companies/company';
import type { EmployeeRow } from '../companies/employee-row';
import { firstNames, lastNames } from '../companies/names';
import { pick, seeded, seedOf } from '../companies/seeded';
import { addressOf } from '../companies/tile-maker';

/** Where people of the company get their mail: as most of them do now. */
export function domainOf(company: Company): string {
  const counts = new Map<string, number>();
  for (const { email } of company.employees()) {
    const domain = email.trim().toLowerCase().split('@')[1];
    if (domain) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? `company-${company.id}.example`;
}

/** Puts somebody new beside a colleague: same department, place and manager; a name, an id and an address of their own. */
export function newcomer(
  company: Company,
  colleague: EmployeeRow,
  startDate: string,
  values: Partial<EmployeeRow> = {},
): EmployeeRow {
  const { department, location, jobRole, reportsToEmployeeId } = colleague;
  const employeeId = values.employeeId ?? freeId(company);
  const person = named(company, employeeId, colleague);
  return company.put({
    ...{ department, location, jobRole, reportsToEmployeeId, startDate },
    ...{ employeeId, ...person, ...values },
  });
}

/** N001, N002, …: the first that is nobody's. */
export function freeId(company: Company): string {
  for (let n = 1; ; n++) {
    const id = `N${String(n).padStart(3, '0')}`;
    if (!company.get(id)) return id;
  }
}

/** Not the colleague's given name: who takes over their id must be somebody else by every sign. */
function named(company: Company, employeeId: string, colleague: EmployeeRow) {
  const random = seeded(seedOf(`${company.id} ${employeeId}`));
  let firstName = pick(random, firstNames);
  while (firstName === colleague.firstName) firstName = pick(random, firstNames);
  const lastName = pick(random, lastNames);
  const address = addressOf(firstName, lastName, domainOf(company));
  const isTaken = [...company.employees()].some(({ email }) => email.trim().toLowerCase() === address);
  return { firstName, lastName, email: isTaken ? address.replace('@', `.${employeeId.toLowerCase()}@`) : address };
}
