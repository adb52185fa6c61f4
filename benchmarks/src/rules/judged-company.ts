import type { Employee } from '@people-sync/contracts';
import { type DifferingRow, employeeDigest, factsOf, type KnownFacts, nameOf } from '@people-sync/reconciliation';

const DIGEST_KEY = 'of the benchmark';
/** No real one: only that ids are of the same length counts. */
const idOf = (n: number): string => `00000000-0000-5000-8000-${String(n).padStart(12, '0')}`;

/** A company whose rows the database has picked out and read. */
export interface JudgedCompany {
  /** Rows of the answer, judged or not. */
  readonly seen: number;
  readonly rows: readonly DifferingRow[];
  /** By person id, of those who changed. */
  readonly records: ReadonlyMap<string, { readonly before: Employee; readonly after: Employee }>;
}

/**
 * What is judged of an invented company.
 * @param fraction of the people, evenly spread, have another job role
 * @param which those that differ; everybody; or everybody, of whom nobody is known yet
 */
export function judgedCompany(
  people: number,
  fraction: number,
  which: 'differing' | 'everything' | 'new',
): JudgedCompany {
  const rows: DifferingRow[] = [];
  const records = new Map<string, { before: Employee; after: Employee }>();
  for (let n = 1; n <= people; n++) {
    const changes = which !== 'new' && Math.floor(n * fraction) > Math.floor((n - 1) * fraction);
    if (which === 'differing' && !changes) continue;
    const before = employeeOf(n);
    const after = changes ? { ...before, jobRole: `${before.jobRole ?? ''} (3)` } : before;
    const row = factsOf(after, employeeDigest(after, DIGEST_KEY));
    const known = which === 'new' ? null : knownAs(idOf(n), before);
    const inBase = { status: before.status, leavingDate: before.leavingDate };
    rows.push({ row, before: known && inBase, known, others: null, formerly: 0 });
    if (changes) records.set(idOf(n), { before, after });
  }
  return { seen: people, rows, records };
}

const roles = ['Kiln Technician', 'Account Executive', 'Designer', 'Analyst', 'Driver', 'Coordinator'];

function employeeOf(n: number): Employee {
  return {
    employeeId: `PW${n}`,
    uniqueKey: idOf(n),
    email: `pw${n}@company-1.example`,
    firstName: 'Ines',
    lastName: `Faulkner ${n}`,
    jobRole: roles[n % roles.length] ?? null,
    location: 'Stoke-on-Trent',
    department: 'Production',
    reportsTo: 'Grace Hopwood',
    reportsToEmployeeId: `PW${Math.ceil(n / 10)}`,
    reportsToEmail: `pw${Math.ceil(n / 10)}@company-1.example`,
    company: 'Northwind Tiles',
    employmentType: 'Full Time',
    status: '1',
    startDate: `20${10 + (n % 15)}-0${1 + (n % 9)}-15`,
    leavingDate: null,
  };
}

function knownAs(personId: string, employee: Employee): KnownFacts {
  const { employeeId, uniqueKey, email, firstName, status, startDate, leavingDate } = employee;
  return {
    personId,
    employeeId,
    linked: true,
    active: true,
    sourceVersion: 1,
    digest: employeeDigest(employee, DIGEST_KEY),
    uniqueKey,
    email,
    recordEmail: email,
    name: nameOf(employee),
    firstName,
    status,
    startDate,
    leavingDate,
    partly: false,
    ignoredLeavingDate: null,
    scope: null,
    announcedLeavingDate: null,
    missingSince: null,
    seenAt: null,
  };
}
