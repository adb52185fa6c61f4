import type { Employee } from '@people-sync/contracts';
import { addDays, dayOf } from '@people-sync/reconciliation';

const LEAVER = '2';
const DAYS = 2;

/**
 * Whether somebody left so long before `takenAt` that their data are none of our business any more: leaver status, and
 * a LeavingDate that is blank, cannot be read, or is more than two days before. Days are those of UTC: the two
 * days of grace are wider than any time zone.
 */
export function isLongGone(employee: Employee, takenAt: Date): boolean {
  if (employee.status !== LEAVER) return false;
  const leaving = dayOf(employee.leavingDate);
  return leaving === null || leaving < addDays(takenAt.toISOString().slice(0, 10), -DAYS);
}

/** What is still told of somebody long gone. */
export function reduced(employee: Employee): Employee {
  return {
    employeeId: employee.employeeId,
    uniqueKey: employee.uniqueKey,
    email: null,
    firstName: null,
    lastName: null,
    jobRole: null,
    location: null,
    department: null,
    reportsTo: null,
    reportsToEmployeeId: null,
    reportsToEmail: null,
    company: null,
    employmentType: null,
    status: employee.status,
    startDate: employee.startDate,
    leavingDate: employee.leavingDate,
  };
}
