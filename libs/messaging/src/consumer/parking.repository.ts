import type { EntityManager } from 'typeorm';
import type { ParkedRecord, ParkReason } from './triage';

/** A record of a parked tenant, as it is kept. */
export interface KeptRecord {
  readonly seq: string;
  readonly value: Buffer | null;
}

/** Names a tenant's stream. */
export interface ParkedPlace {
  readonly topic: string;
  readonly tenantId: string;
}

/** A tenant whose stream stopped, and why. */
export interface ParkedStream extends ParkedPlace {
  readonly code: string;
  /** Names no value of an event. */
  readonly reason: string;
  readonly parkedAt: Date;
  /** How many records wait. */
  readonly waiting: number;
}

/** At most `limit` after the place, by topic, then by tenant. */
export async function listParked(tx: EntityManager, after: ParkedPlace, limit: number): Promise<ParkedStream[]> {
  return tx.query<ParkedStream[]>(
    `SELECT s.topic, s.tenant_id AS "tenantId", s.code, s.reason, s.parked_at AS "parkedAt",
            (SELECT count(*)::int FROM parked_events e WHERE e.topic = s.topic AND e.tenant_id = s.tenant_id) AS waiting
       FROM parked_streams s WHERE (s.topic, s.tenant_id) > ($1, $2) ORDER BY s.topic, s.tenant_id LIMIT $3`,
    [after.topic, after.tenantId, limit],
  );
}

/**
 * The parked among these tenants, held as they are until the transaction ends: a retry that lets one flow again either
 * sees what is put behind it here, or has finished before.
 */
export async function parkedAmong(tx: EntityManager, topic: string, tenants: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ tenant_id: string }[]>(
    `SELECT tenant_id FROM parked_streams WHERE topic = $1 AND tenant_id = ANY($2) ORDER BY tenant_id FOR SHARE`,
    [topic, tenants],
  );
  return new Set(rows.map((row) => row.tenant_id));
}

/** Parks tenants. */
export async function park(tx: EntityManager, topic: string, reasons: readonly ParkReason[]): Promise<void> {
  await tx.query(
    `INSERT INTO parked_streams (topic, tenant_id, code, reason)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[])
     ON CONFLICT (topic, tenant_id) DO UPDATE SET code = excluded.code, reason = excluded.reason`,
    [topic, reasons.map((r) => r.tenantId), reasons.map((r) => r.code), reasons.map((r) => r.reason.slice(0, 500))],
  );
}

/** Puts records behind the parked one, in order. */
export async function keepParked(tx: EntityManager, topic: string, records: readonly ParkedRecord[]): Promise<void> {
  await tx.query(
    `INSERT INTO parked_events (topic, tenant_id, value)
     SELECT $1, tenant_id, value FROM unnest($2::text[], $3::bytea[]) WITH ORDINALITY AS r(tenant_id, value, n) ORDER BY n`,
    [topic, records.map((r) => r.tenantId), records.map((r) => r.value)],
  );
}

/** A parked tenant's records in order; locks the tenant. Undefined if it is not parked. */
export async function lockParked(
  tx: EntityManager,
  topic: string,
  tenantId: string,
): Promise<KeptRecord[] | undefined> {
  const held = await tx.query<unknown[]>(
    `SELECT 1 FROM parked_streams WHERE topic = $1 AND tenant_id = $2 FOR UPDATE`,
    [topic, tenantId],
  );
  if (held.length === 0) return undefined;
  return tx.query<KeptRecord[]>(
    `SELECT seq, value FROM parked_events WHERE topic = $1 AND tenant_id = $2 ORDER BY seq`,
    [topic, tenantId],
  );
}

/** Drops a parked tenant's records before `seq`; all of them if it is not given. */
export async function dropParked(tx: EntityManager, topic: string, tenantId: string, before?: string): Promise<void> {
  await tx.query(`DELETE FROM parked_events WHERE topic = $1 AND tenant_id = $2 AND seq < coalesce($3, seq + 1)`, [
    topic,
    tenantId,
    before ?? null,
  ]);
}

/** The tenant flows again. */
export async function unpark(tx: EntityManager, topic: string, tenantId: string): Promise<void> {
  await dropParked(tx, topic, tenantId);
  await tx.query(`DELETE FROM parked_streams WHERE topic = $1 AND tenant_id = $2`, [topic, tenantId]);
}
