import {
  type DataOf,
  derivedId,
  type Employee,
  EmployeeSnapshot,
  employeeFields,
  type FailureReason,
  type NewEvent,
  newEvent,
  type Origin,
  SnapshotCompleted,
  SnapshotFailed,
  SnapshotStarted,
  SnapshotUnchanged,
  type SyncMode,
} from '@people-sync/contracts';
import { employeeDigest, snapshotDigest } from '@people-sync/reconciliation';

const DIGEST_KEY = 'digest key of the tests';

/** A sync as the fetcher reports it. */
export interface FetchedSync {
  readonly tenantId: string;
  readonly number: number;
  readonly attempt?: number;
  readonly mode?: SyncMode;
  readonly takenAt?: string;
  /** A second before it was taken if not given. */
  readonly requestedAt?: string;
  readonly actor?: string;
  readonly companyId?: string;
  /** All of them if not given. */
  readonly fieldsPresent?: DataOf<typeof SnapshotCompleted>['fieldsPresent'];
}

export const syncIdOf = ({ tenantId, number }: FetchedSync): string => derivedId('test sync', tenantId, number);

export const digestOf = (employee: Employee): string => employeeDigest(employee, DIGEST_KEY);

export const digestOfAll = (employees: readonly Employee[]): string => snapshotDigest(employees.map(digestOf));

const originOf = (sync: FetchedSync): Origin => ({
  source: '/peoplesync/peoplehr-fetcher',
  tenantId: sync.tenantId,
  syncId: syncIdOf(sync),
  actor: sync.actor,
});

const headerOf = ({ number, attempt = 1, mode = 'apply' }: FetchedSync) => ({ number, attempt, mode });

const answerOf = (
  sync: FetchedSync,
  employees: readonly Employee[],
  takenAt = sync.takenAt ?? '2026-03-02T02:00:00.000Z',
): DataOf<typeof SnapshotCompleted> => ({
  ...headerOf(sync),
  count: employees.length,
  digest: digestOfAll(employees),
  takenAt,
  requestedAt: sync.requestedAt ?? new Date(Date.parse(takenAt) - 1000).toISOString(),
  companyId: sync.companyId ?? 'company-1',
  fieldsPresent: sync.fieldsPresent ?? [...employeeFields],
  statusCounts: {},
});

/** A whole snapshot: started, one event an employee, completed. */
export function snapshot(sync: FetchedSync, employees: readonly Employee[]): NewEvent[] {
  return [started(sync), ...employeeRows(sync, employees), completed(sync, employees)];
}

export const started = (sync: FetchedSync): NewEvent => newEvent(SnapshotStarted, originOf(sync), headerOf(sync));

export const employeeRows = (sync: FetchedSync, employees: readonly Employee[]): NewEvent[] =>
  employees.map((employee, index) =>
    newEvent(EmployeeSnapshot, originOf(sync), { ...headerOf(sync), index, employee, digest: digestOf(employee) }),
  );

export const completed = (sync: FetchedSync, employees: readonly Employee[]): NewEvent =>
  newEvent(SnapshotCompleted, originOf(sync), answerOf(sync, employees));

/** The answer had the digest of these employees: none is sent. */
export const unchanged = (sync: FetchedSync, employees: readonly Employee[]): NewEvent[] => [
  started(sync),
  newEvent(SnapshotUnchanged, originOf(sync), answerOf(sync, employees)),
];

/** An attempt that read nothing. */
export const failed = (sync: FetchedSync, reason?: FailureReason): NewEvent[] => [started(sync), failure(sync, reason)];

export const failure = (sync: FetchedSync, reason: FailureReason = 'unavailable'): NewEvent =>
  newEvent(SnapshotFailed, originOf(sync), { ...headerOf(sync), reason, detail: null });
