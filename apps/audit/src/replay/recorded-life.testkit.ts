import {
  catalogue,
  EmployeeSnapshot,
  type NewEvent,
  newEvent,
  SnapshotCompleted,
  SnapshotStarted,
  SnapshotUnchanged,
} from '@people-sync/contracts';
import { evolvePlans, type RecordedEvent } from '@people-sync/reconciliation';
import { CompanyLife, type Step } from '@people-sync/reconciliation/company-life';
import { RecordedTenant } from '@people-sync/reconciliation/recorded-tenant';
import type { AuditUnderTest } from '../audit.testkit';
import type { KeptTables } from './tables';

/** A company that lived, with everything that the fetcher and the reconciler said of it. */
export async function lived(tenantId: string, steps: readonly Step[]): Promise<RecordedTenant> {
  const tenant = new RecordedTenant(tenantId);
  await new CompanyLife(tenant).live(steps);
  return tenant;
}

/** Its events as they stand on the topics, in the order in which they were said. */
export function sentBy({ tenantId, events }: RecordedTenant): NewEvent[] {
  return events.flatMap((event) => [...answerOf(tenantId, event), said(tenantId, event)]);
}

/** The same into the record, topic by topic as the bus hands them on. */
export async function recordAll(audit: AuditUnderTest, events: readonly NewEvent[]): Promise<void> {
  let batch: NewEvent[] = [];
  for (const event of events) {
    if (batch[0] && batch[0].topic !== event.topic) {
      await audit.take(batch);
      batch = [];
    }
    batch.push(event);
  }
  await audit.take(batch);
}

/** The reconciler's tables after it. @param position of the last event of its stream */
export function tablesOf({ record, events }: RecordedTenant, position: number): KeptTables {
  return {
    known: [...record.known.byId.values()],
    plans: [...evolvePlans(new Map(), events).values()],
    epoch: 1,
    position,
  };
}

function answerOf(tenantId: string, { snapshot, syncId }: RecordedEvent): NewEvent[] {
  if (!snapshot) return [];
  const origin = { source: '/peoplesync/peoplehr-fetcher', tenantId, syncId };
  const { answer, rows } = snapshot;
  const { number, attempt, mode } = answer;
  const header = { number, attempt, mode };
  if (!rows) return [newEvent(SnapshotStarted, origin, header), newEvent(SnapshotUnchanged, origin, answer)];
  return [
    newEvent(SnapshotStarted, origin, header),
    ...rows.map((row, index) => newEvent(EmployeeSnapshot, origin, { ...header, index, ...row })),
    newEvent(SnapshotCompleted, origin, answer),
  ];
}

function said(tenantId: string, { id, type, subject, syncId, data }: RecordedEvent): NewEvent {
  const reading = catalogue.readingOn('peoplesync.changes', type);
  if (!reading) throw new Error(`${type} is not said there`);
  const origin = { source: '/peoplesync/reconciler', tenantId, syncId, subject, id };
  return newEvent(reading.newest, origin, data);
}
