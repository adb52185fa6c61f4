import {
  type AnyEvent,
  type DataOf,
  decodeEvent,
  derivedId,
  type Employee,
  EmployeeSnapshot,
  employeeFields,
  type NewEvent,
  newEvent,
  SnapshotCompleted,
  SnapshotFailed,
  SnapshotStarted,
  SnapshotUnchanged,
} from '@people-sync/contracts';
import { employeeDigest, snapshotDigest } from '@people-sync/reconciliation';

const DIGEST_KEY = 'digest key of the tests';

/** One attempt of a sync, as the fetcher reports it. */
export interface Fetched {
  readonly tenantId: string;
  readonly number: number;
  readonly attempt?: number;
  readonly companyId?: string;
}

/** An employee of an invented company. */
export const employee = (employeeId: string, over: Partial<Employee> = {}): Employee => ({
  employeeId,
  uniqueKey: null,
  email: `${employeeId.toLowerCase()}@northwind-tiles.example`,
  firstName: 'Rafe',
  lastName: `of ${employeeId}`,
  jobRole: 'Glazer',
  location: 'Leeds',
  department: null,
  reportsTo: 'Ann Smith',
  reportsToEmployeeId: 'PW0',
  reportsToEmail: null,
  company: null,
  employmentType: null,
  status: '1',
  startDate: '2024-01-15',
  leavingDate: null,
  ...over,
});

export const digestOf = (one: Employee): string => employeeDigest(one, DIGEST_KEY);

const origin = ({ tenantId, number }: Fetched) => ({
  source: '/peoplesync/peoplehr-fetcher',
  tenantId,
  syncId: derivedId('test sync', tenantId, number),
});

const header = ({ number, attempt = 1 }: Fetched) => ({ number, attempt, mode: 'apply' as const });

export const started = (one: Fetched): NewEvent => newEvent(SnapshotStarted, origin(one), header(one));

export const row = (one: Fetched, index: number, of: Employee): NewEvent =>
  newEvent(EmployeeSnapshot, origin(one), { ...header(one), index, employee: of, digest: digestOf(of) });

export const completed = (one: Fetched, employees: readonly Employee[]): NewEvent =>
  newEvent(SnapshotCompleted, origin(one), answer(one, employees));

export const unchanged = (one: Fetched, employees: readonly Employee[]): NewEvent =>
  newEvent(SnapshotUnchanged, origin(one), answer(one, employees));

export const failed = (one: Fetched): NewEvent =>
  newEvent(SnapshotFailed, origin(one), { ...header(one), reason: 'unavailable', detail: null });

/** A whole answer, event by event. */
export const snapshot = (one: Fetched, employees: readonly Employee[]): NewEvent[] => [
  started(one),
  ...employees.map((of, index) => row(one, index, of)),
  completed(one, employees),
];

function answer(one: Fetched, employees: readonly Employee[]): DataOf<typeof SnapshotCompleted> {
  return {
    ...header(one),
    count: employees.length,
    digest: snapshotDigest(employees.map(digestOf)),
    takenAt: '2026-03-02T02:00:01.000Z',
    requestedAt: '2026-03-02T02:00:00.000Z',
    companyId: one.companyId ?? 'company-1',
    fieldsPresent: [...employeeFields],
    statusCounts: {},
  };
}

/** As a consumer hands it on. */
export function decoded({ topic, json }: NewEvent): AnyEvent {
  const read = decodeEvent(topic, Buffer.from(json));
  if (!read.ok) throw new Error(read.reason);
  return read.event;
}
