import { type AnyEvent, cutText, decodeEvent, markUnfit } from '@people-sync/contracts';
import type { RawRecord } from '../stream/batch';

/** One record that waits behind a parked event. */
export interface ParkedRecord {
  readonly tenantId: string;
  readonly value: Buffer | null;
}

/** Why a tenant's stream stopped. Names no value of the event. */
export interface ParkReason {
  readonly tenantId: string;
  readonly code: string;
  readonly reason: string;
}

/** What becomes of a batch's records. */
export interface Triage {
  /** To be handled, in order; `tenantId` of each is its record's key. */
  readonly events: AnyEvent[];
  /** Of parked tenants, in order. */
  readonly waiting: ParkedRecord[];
  /** Tenants whose first unreadable record is in this batch. */
  readonly reasons: ParkReason[];
}

/** An event, or why the record is none that this tenant's stream can carry. */
export type Reading = { readonly event: AnyEvent } | { readonly code: string; readonly reason: string };

/** No tenant is called longer, and an index takes no text of any length. */
const MAX_KEY = 255;

/** The tenant of a record: its key as it can be stored and named, for a key may be any bytes. */
export const tenantOf = ({ key }: RawRecord): string => cutText(markUnfit(key ?? ''), MAX_KEY);

/** Decodes a record of a tenant. An event of another tenant than the key's would be out of its tenant's order. */
export function read(topic: string, tenantId: string, value: Buffer | null): Reading {
  const decoded = decodeEvent(topic, value);
  if (!decoded.ok) return decoded;
  return decoded.event.tenantId === tenantId
    ? { event: decoded.event }
    : { code: 'not-cloudevent', reason: 'tenantid is not the key of the record' };
}

/** Sorts a batch: from its first unreadable record on, a tenant's records wait; the others flow. */
export function triage(topic: string, records: readonly RawRecord[], parkedBefore: ReadonlySet<string>): Triage {
  const parked = new Set(parkedBefore);
  const result: Triage = { events: [], waiting: [], reasons: [] };
  for (const record of records) {
    const tenantId = tenantOf(record);
    if (!parked.has(tenantId)) {
      const reading = read(topic, tenantId, record.value);
      if ('event' in reading) {
        result.events.push(reading.event);
        continue;
      }
      parked.add(tenantId);
      result.reasons.push({ tenantId, ...reading });
    }
    result.waiting.push({ tenantId, value: record.value });
  }
  return result;
}
