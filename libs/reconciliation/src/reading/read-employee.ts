import type { Employee } from '@people-sync/contracts';
import { readDate } from '../dates/plain-date';
import { readId, readUniqueKey } from './unique-key';
import { withoutInvisible } from './visible-text';
import { foldedWords } from './words';

/**
 * An employee as it counts from here on, of what PeopleHR sent: a date with a midnight time is that day; what stands for
 * nothing (years before 1902 and 9999, the GUID of zeros, `0`, a text of which nothing is seen) is missing; addresses,
 * dates, ids and status have no invisible characters. A date that cannot be read stays as it came, for its problem.
 * Texts that are shown stay as they were typed. Read once more, it stays as it is.
 */
export function readEmployee(employee: Employee): Employee {
  return {
    employeeId: employee.employeeId,
    uniqueKey: readUniqueKey(employee.uniqueKey),
    email: readAddress(employee.email),
    firstName: readShown(employee.firstName),
    lastName: readShown(employee.lastName),
    jobRole: readShown(employee.jobRole),
    location: readShown(employee.location),
    department: readShown(employee.department),
    reportsTo: readShown(employee.reportsTo),
    reportsToEmployeeId: readId(employee.reportsToEmployeeId),
    reportsToEmail: readAddress(employee.reportsToEmail),
    company: readShown(employee.company),
    employmentType: readShown(employee.employmentType),
    status: readCode(employee.status),
    startDate: readDate(employee.startDate),
    leavingDate: readDate(employee.leavingDate),
  };
}

/** Most texts begin with something to see. */
const SEEN = /^[!-%'-~]/;

/** As it is shown; null if there is nothing to see. */
const readShown = (text: string | null): string | null =>
  text === null || (!SEEN.test(text) && foldedWords(text) === '') ? null : text;

/** Blanks around it and invisible characters belong to no code and to no address. */
const readCode = (text: string | null): string | null => {
  const shown = readShown(text);
  return shown && withoutInvisible(shown).trim();
};

const readAddress = (text: string | null): string | null => readCode(text)?.toLowerCase() ?? null;
