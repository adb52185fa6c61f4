import { syncIdIn } from '@people-sync/contracts';
import type { ParkedRecord } from './triage';

/** How much is kept of one tenant's stream while it waits. */
export interface ParkedLimit {
  readonly records: number;
  readonly bytes: number;
}

/** Room for the largest company's sync several times over. */
export const PARKED_LIMIT: ParkedLimit = { records: 200_000, bytes: 256 * 1024 * 1024 };

/** What is kept of a tenant's stream already. */
export interface Kept {
  readonly waiting: number;
  readonly bytes: number;
}

/** A record that is not kept, and the sync that is not whole any more without it. */
export interface ShedRecord {
  readonly tenantId: string;
  readonly syncId: string;
}

/**
 * What becomes of records that have to wait: kept while there is room, and shed beyond that, unless they are of no sync:
 * those are few, and nothing would bring them again, as the next sync does with all that a shed one was to do.
 * @param before by tenant what is kept already; nothing if it is not given
 */
export function roomFor(
  records: readonly ParkedRecord[],
  before: ReadonlyMap<string, Kept>,
  limit: ParkedLimit,
): { readonly kept: readonly ParkedRecord[]; readonly shed: readonly ShedRecord[] } {
  const used = new Map<string, { waiting: number; bytes: number }>();
  const kept: ParkedRecord[] = [];
  const shed: ShedRecord[] = [];
  for (const record of records) {
    const { tenantId, value } = record;
    const so = used.get(tenantId) ?? { ...(before.get(tenantId) ?? { waiting: 0, bytes: 0 }) };
    used.set(tenantId, so);
    const size = value?.length ?? 0;
    const fits = so.waiting < limit.records && so.bytes + size <= limit.bytes;
    const syncId = fits || value === null ? undefined : syncIdIn(value, tenantId);
    if (syncId !== undefined) {
      shed.push({ tenantId, syncId });
      continue;
    }
    so.waiting += 1;
    so.bytes += size;
    kept.push(record);
  }
  return { kept, shed };
}
