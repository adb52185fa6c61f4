import type { EntityManager } from 'typeorm';
import type { Kept, ParkedLimit, ShedRecord } from './parked-room';
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
export interface ParkedStream extends ParkedPlace, Kept {
  readonly code: string;
  /** Names no value of an event. */
  readonly reason: string;
  readonly parkedAt: Date;
  /** Records that are not kept, since there was no room; what they were a part of is left out when it flows again. */
  readonly shed: number;
}

/** At most `limit` after the place, by topic, then by tenant. */
export async function listParked(tx: EntityManager, after: ParkedPlace, limit: number): Promise<ParkedStream[]> {
  return tx.query<ParkedStream[]>(
    `SELECT s.topic, s.tenant_id AS "tenantId", s.code, s.reason, s.parked_at AS "parkedAt",
            s.waiting::float8, s.bytes::float8, s.shed::float8
       FROM parked_streams s WHERE (s.topic, s.tenant_id) > ($1, $2) ORDER BY s.topic, s.tenant_id LIMIT $3`,
    [after.topic, after.tenantId, limit],
  );
}

/**
 * The parked among these tenants, with what is kept of them, held until the transaction ends: a retry that lets one flow
 * again either sees what is put behind it here, or has finished before.
 */
export async function parkedAmong(
  tx: EntityManager,
  topic: string,
  tenants: readonly string[],
): Promise<Map<string, Kept>> {
  const rows = await tx.query<(Kept & { tenant_id: string })[]>(
    `SELECT tenant_id, waiting::float8, bytes::float8 FROM parked_streams
      WHERE topic = $1 AND tenant_id = ANY($2) ORDER BY tenant_id FOR UPDATE`,
    [topic, tenants],
  );
  return new Map(rows.map(({ tenant_id, waiting, bytes }) => [tenant_id, { waiting, bytes }]));
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

/** Puts records behind the parked one, in order. The tenants are parked, and held by this transaction. */
export async function keepParked(tx: EntityManager, topic: string, records: readonly ParkedRecord[]): Promise<void> {
  await tx.query(
    `WITH kept AS (
       INSERT INTO parked_events (topic, tenant_id, value)
       SELECT $1, tenant_id, value FROM unnest($2::text[], $3::bytea[]) WITH ORDINALITY AS r(tenant_id, value, n)
        ORDER BY n
       RETURNING tenant_id, octet_length(value) AS size
     )
     UPDATE parked_streams s SET waiting = s.waiting + k.records, bytes = s.bytes + k.bytes
       FROM (SELECT tenant_id, count(*) AS records, coalesce(sum(size), 0) AS bytes FROM kept GROUP BY 1) k
      WHERE s.topic = $1 AND s.tenant_id = k.tenant_id`,
    [topic, records.map((r) => r.tenantId), records.map((r) => r.value)],
  );
}

/** Notes what is not kept. The tenants are parked, and held by this transaction. */
export async function noteShed(tx: EntityManager, topic: string, records: readonly ShedRecord[]): Promise<void> {
  await tx.query(
    `WITH shed AS (
       SELECT * FROM unnest($2::text[], $3::uuid[]) AS r(tenant_id, sync_id)
     ), noted AS (
       INSERT INTO parked_shed (topic, tenant_id, sync_id) SELECT DISTINCT $1, tenant_id, sync_id FROM shed
       ON CONFLICT DO NOTHING
     )
     UPDATE parked_streams s SET shed = s.shed + k.records
       FROM (SELECT tenant_id, count(*) AS records FROM shed GROUP BY 1) k
      WHERE s.topic = $1 AND s.tenant_id = k.tenant_id`,
    [topic, records.map((r) => r.tenantId), records.map((r) => r.syncId)],
  );
}

/** A parked tenant's next records. */
export interface ParkedSlice {
  readonly records: readonly KeptRecord[];
  /** No others are kept behind them. */
  readonly last: boolean;
}

/**
 * A parked tenant's first records in order, of some bytes together; locks the tenant until the transaction ends. Undefined
 * if it is not parked.
 */
export async function lockParked(
  tx: EntityManager,
  { topic, tenantId }: ParkedPlace,
  limit: ParkedLimit,
): Promise<ParkedSlice | undefined> {
  const [held] = await tx.query<{ waiting: number }[]>(
    `SELECT waiting::float8 FROM parked_streams WHERE topic = $1 AND tenant_id = $2 FOR UPDATE`,
    [topic, tenantId],
  );
  if (!held) return undefined;
  const found = await tx.query<(KeptRecord & { total: number | null })[]>(
    `SELECT seq, value, (sum(octet_length(value)) OVER (ORDER BY seq))::float8 AS total FROM (
       SELECT seq, value FROM parked_events WHERE topic = $1 AND tenant_id = $2 ORDER BY seq LIMIT $3
     ) first ORDER BY seq`,
    [topic, tenantId, limit.records + 1],
  );
  const records = found.slice(0, limit.records).filter(({ total }, n) => n === 0 || (total ?? 0) <= limit.bytes);
  return { records, last: records.length === found.length };
}

/** Drops records that were taken or left out. The tenant is held by this transaction. */
export async function dropParked(tx: EntityManager, { topic, tenantId }: ParkedPlace, upTo: string): Promise<void> {
  await tx.query(
    `WITH dropped AS (
       DELETE FROM parked_events WHERE topic = $1 AND tenant_id = $2 AND seq <= $3
       RETURNING octet_length(value) AS size
     )
     UPDATE parked_streams
        SET waiting = waiting - (SELECT count(*) FROM dropped),
            bytes = bytes - (SELECT coalesce(sum(size), 0) FROM dropped)
      WHERE topic = $1 AND tenant_id = $2`,
    [topic, tenantId, upTo],
  );
}

/** The tenant flows again; tells the syncs of which records were shed. */
export async function unpark(tx: EntityManager, { topic, tenantId }: ParkedPlace): Promise<string[]> {
  await tx.query(`DELETE FROM parked_streams WHERE topic = $1 AND tenant_id = $2`, [topic, tenantId]);
  const [shed] = await tx.query<[{ sync_id: string }[], number]>(
    `DELETE FROM parked_shed WHERE topic = $1 AND tenant_id = $2 RETURNING sync_id`,
    [topic, tenantId],
  );
  return shed.map((row) => row.sync_id).sort();
}
