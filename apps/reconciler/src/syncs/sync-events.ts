import { type NewEvent, newEvent, SnapshotRefetchNeeded, SyncClosed } from '@people-sync/contracts';
import { originOf } from '../source';

/** The sync that an event is about, and what caused it. */
export interface SyncOrigin {
  readonly tenantId: string;
  readonly syncId: string;
  readonly number: number;
  /** Null or empty: nobody is known. */
  readonly actor?: string | null | undefined;
  readonly traceparent?: string | undefined;
}

/** How a sync ends without a plan that is applied. */
export interface SyncEnd {
  readonly status: 'failed' | 'cancelled';
  /** A stable word; null: nobody gave one. */
  readonly reason: string | null;
  /** The EmployeeId of whoever the reason is about. */
  readonly about?: string | undefined;
}

/** What all events of a sync carry. */
export const syncOrigin = ({ tenantId, syncId, actor, traceparent }: Omit<SyncOrigin, 'number'>, subject?: string) =>
  originOf({ tenantId, syncId, subject: subject ?? syncId, actor, traceparent });

export function syncClosed(sync: SyncOrigin, { status, reason, about }: SyncEnd): NewEvent {
  const whom = about === undefined ? {} : { about };
  return newEvent(SyncClosed, syncOrigin(sync), { number: sync.number, status, reason, ...whom });
}

/** Another attempt is asked for, which sends every employee. */
export function refetchNeeded(sync: SyncOrigin): NewEvent {
  return newEvent(SnapshotRefetchNeeded, syncOrigin(sync), { number: sync.number });
}
