import { cutText, type DataOf, type Employee, type PeopleImported } from '@people-sync/contracts';

/** Of every field of an employee. */
const MAX_TEXT = 254;

/** What is known of them in PeopleHR's words, to be compared with their row once it is found. */
export function importedRecord(person: DataOf<typeof PeopleImported>['people'][number]): Employee {
  const space = person.name.lastIndexOf(' ');
  return {
    employeeId: person.orgEmployeeId ?? '',
    uniqueKey: null,
    email: person.email,
    firstName: cutText(space < 0 ? person.name : person.name.slice(0, space), MAX_TEXT),
    lastName: space < 0 ? null : cutText(person.name.slice(space + 1), MAX_TEXT),
    jobRole: person.team,
    location: person.location,
    department: person.department,
    reportsTo: person.manager === null ? null : cutText(person.manager, MAX_TEXT),
    reportsToEmployeeId: null,
    reportsToEmail: null,
    company: null,
    employmentType: null,
    status: null,
    startDate: null,
    leavingDate: null,
  };
}
