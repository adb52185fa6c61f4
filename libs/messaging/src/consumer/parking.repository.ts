import type { EntityManager } from 'typeorm';

/** One record that waits behind a parked event. */
export interface ParkedRecord {
  readonly tenantId: string;
  readonly value: Buffer | null;
}

/** Why a tenant's stream stopped. */
export interface ParkReason {
  readonly tenantId: string;
  readonly code: string;
  readonly reason: string;
}

/** The parked among these tenants. */
export async function parkedAmong(tx: EntityManager, topic: string, tenants: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ tenant_id: string }[]>(
    `SELECT tenant_id FROM parked_streams WHERE topic = $1 AND tenant_id = ANY($2)`,
    [topic, tenants],
  );
  return new Set(rows.map((row) => row.tenant_id));
}

/** Parks tenants; the first reason stays. */
export async function park(tx: EntityManager, topic: string, reasons: readonly ParkReason[]): Promise<void> {
  await tx.query(
    `INSERT INTO parked_streams (topic, tenant_id, code, reason)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
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
): Promise<{ seq: string; value: Buffer | null }[] | undefined> {
  const held = await tx.query<unknown[]>(
    `SELECT 1 FROM parked_streams WHERE topic = $1 AND tenant_id = $2 FOR UPDATE`,
    [topic, tenantId],
  );
  if (held.length === 0) return undefined;
  return tx.query<{ seq: string; value: Buffer | null }[]>(
    `SELECT seq, value FROM parked_events WHERE topic = $1 AND tenant_id = $2 ORDER BY seq`,
    [topic, tenantId],
  );
}

/** The tenant flows again. */
export async function unpark(tx: EntityManager, topic: string, tenantId: string): Promise<void> {
  await tx.query(`DELETE FROM parked_events WHERE topic = $1 AND tenant_id = $2`, [topic, tenantId]);
  await tx.query(`DELETE FROM parked_streams WHERE topic = $1 AND tenant_id = $2`, [topic, tenantId]);
}

/** Drops the first parked record: an operator decided that it is not to be handled. */
export async function dropFirstParked(tx: EntityManager, topic: string, tenantId: string): Promise<void> {
  await tx.query(
    `DELETE FROM parked_events WHERE topic = $1 AND tenant_id = $2
     AND seq = (SELECT min(seq) FROM parked_events WHERE topic = $1 AND tenant_id = $2)`,
    [topic, tenantId],
  );
}
