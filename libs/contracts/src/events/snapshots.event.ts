import { Type } from '@sinclair/typebox';
import { defineEvent } from '../define-event';
import { Employee } from '../employee';
import { employeeFields } from '../employee';
import { Count, Digest, Instant, Nullable, oneOf, Text, wordOf } from '../primitives';
import { failureReasons, SyncMode, SyncNumber } from '../sync';

const header = { number: SyncNumber, attempt: Type.Integer({ minimum: 1 }), mode: SyncMode };

const answer = {
  ...header,
  count: Count,
  /** SHA-256 over the sorted item digests. */
  digest: Digest,
  /** When the answer had been read completely, by the database's clock; every decision's clock. */
  takenAt: Instant,
  /** When it was asked for (the time of SyncRequested), by the database's clock: no answer is older. */
  requestedAt: Instant,
  companyId: Text(64),
  /** Fields that occurred at all, in any row. */
  fieldsPresent: Type.Array(oneOf(...employeeFields), { maxItems: 16 }),
  /** Rows per status code. */
  statusCounts: Type.Record(Text(32), Count),
};

/** Reading begins. Published and acknowledged before the first byte is asked for. */
export const SnapshotStarted = defineEvent('snapshot.started', 1, header);

/** One employee of an answer that was proven complete before the first of these was sent. */
export const EmployeeSnapshot = defineEvent('employee.snapshot', 1, {
  ...header,
  /** 0 to count - 1. */
  index: Count,
  employee: Employee,
  /** HMAC-SHA-256 with the installation's digest key over the canonical employee. */
  digest: Digest,
});

/** All employees of the answer have been sent. */
export const SnapshotCompleted = defineEvent('snapshot.completed', 1, answer);

/** The answer has the digest of the base: nothing to send. */
export const SnapshotUnchanged = defineEvent('snapshot.unchanged', 1, answer);

/**
 * This attempt read no snapshot; what becomes of the sync is the reconciler's to say. `detail` is for support: PeopleHR's
 * Status and Message, never a person's data. `about` is for the administrator: the EmployeeId of whoever it is about.
 */
export const SnapshotFailed = defineEvent('snapshot.failed', 1, {
  ...header,
  reason: wordOf(...failureReasons),
  detail: Nullable(Text(500)),
  /** Whose EmployeeId it is about, if it is about somebody. */
  about: Type.Optional(Text(254)),
});
