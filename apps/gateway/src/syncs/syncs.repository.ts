import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, LessThan } from 'typeorm';
import type { SyncState } from './sync-state';
import { Sync } from './sync.entity';

/** Every gateway listens here; told once a transaction, with the tenants whose syncs differ. */
export const SYNCS_CHANNEL = 'peoplesync_gateway_syncs';

/** NOTIFY takes less than 8,000 bytes; more tenants than fit are told as `*`, everybody. */
const PAYLOAD_BYTES = 7_000;

/** Names one sync. */
export interface SyncName {
  readonly tenantId: string;
  readonly number: number;
}

/** Before every sync. */
export const BEFORE_ALL: SyncName = { tenantId: '', number: 0 };

/** Names one sync by its id. */
export interface SyncId {
  readonly tenantId: string;
  readonly syncId: string;
}

/** A tenant whose row is locked: until the transaction ends nobody else moves its syncs. */
export interface LockedTenant {
  readonly tenantId: string;
  readonly baseDigest: string | null;
  /** What its next sync gets. */
  readonly nextNumber: number;
  /** The database's time. What is decided by a time is decided by this one: a gateway's own clock may be wrong. */
  readonly now: Date;
}

/** A sync's columns, as `SyncState` calls them. */
export const SYNC_COLUMNS = `tenant_id AS "tenantId", sync_id AS id, number, mode, trigger, requested_by AS "requestedBy", status,
  status_since AS "statusSince", settled, refetched, reason, about, counts, planned, problems, plan_hash AS "planHash",
  held_because AS "heldBecause", held_since AS "heldSince", approving, ok_hash AS "okHash",
  superseded_by AS "supersededBy", requested_at AS "requestedAt", started_at AS "startedAt",
  finished_at AS "finishedAt", traceparent`;

@Injectable()
export class SyncsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Locks the known among these tenants, in sorted order, so that two batches cannot wait for each other. */
  async lockTenants(tx: EntityManager, tenantIds: readonly string[]): Promise<Map<string, LockedTenant>> {
    const rows = await tx.query<LockedTenant[]>(
      `SELECT tenant_id AS "tenantId", base_digest AS "baseDigest", next_number AS "nextNumber",
              clock_timestamp() AS now FROM tenants
        WHERE tenant_id = ANY($1) ORDER BY tenant_id FOR UPDATE`,
      [tenantIds],
    );
    return new Map(rows.map((row) => [row.tenantId, row]));
  }

  /** The tenants' syncs that are not over, and those that are named. */
  async liveOrNamed(tx: EntityManager, tenantIds: readonly string[], named: readonly SyncName[]): Promise<SyncState[]> {
    return tx.query<SyncState[]>(
      `SELECT ${SYNC_COLUMNS} FROM syncs WHERE tenant_id = ANY($1) AND rank < 6
       UNION
       SELECT ${SYNC_COLUMNS} FROM syncs JOIN unnest($2::text[], $3::int[]) AS named(tenant_id, number)
         USING (tenant_id, number)`,
      [tenantIds, named.map((name) => name.tenantId), named.map((name) => name.number)],
    );
  }

  /** Those of the named syncs that exist. */
  async withIds(tx: EntityManager, named: readonly SyncId[]): Promise<SyncState[]> {
    return tx.query<SyncState[]>(
      `SELECT ${SYNC_COLUMNS} FROM syncs JOIN unnest($1::text[], $2::uuid[]) AS named(tenant_id, sync_id)
        USING (tenant_id, sync_id)`,
      [named.map((name) => name.tenantId), named.map((name) => name.syncId)],
    );
  }

  /** Stores new syncs of locked tenants; their numbers are used up with it. */
  async insert(tx: EntityManager, syncs: readonly SyncState[]): Promise<void> {
    if (syncs.length === 0) return;
    await tx.query(
      `WITH made AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS v(
           "tenantId" text, id uuid, number int, mode text, trigger text, "requestedBy" text, status text,
           "statusSince" timestamptz, "requestedAt" timestamptz, traceparent text)
       ), numbered AS (
         UPDATE tenants t SET next_number = m.last + 1
           FROM (SELECT "tenantId", max(number) AS last FROM made GROUP BY 1) m WHERE t.tenant_id = m."tenantId"
       )
       INSERT INTO syncs (tenant_id, sync_id, number, mode, trigger, requested_by, status, status_since, requested_at,
                          traceparent)
       SELECT "tenantId", id, number, mode, trigger, "requestedBy", status, "statusSince", "requestedAt", traceparent FROM made`,
      [JSON.stringify(syncs)],
    );
  }

  /** Stores what may change of syncs. Those that get the slot come after those that leave it. */
  async save(tx: EntityManager, syncs: readonly SyncState[]): Promise<void> {
    const getsSlot = (sync: SyncState): boolean => sync.status === 'requested' || sync.approving;
    await this.update(
      tx,
      syncs.filter((sync) => !getsSlot(sync)),
    );
    await this.update(tx, syncs.filter(getsSlot));
    const superseded = syncs.filter((sync) => sync.supersededBy !== null);
    if (superseded.length > 0) await this.leadToNewest(tx, [...new Set(superseded.map((sync) => sync.tenantId))]);
  }

  /** Whoever follows a superseded sync comes to the newest at once, however many came between. */
  private async leadToNewest(tx: EntityManager, tenantIds: readonly string[]): Promise<void> {
    await tx.query(
      `WITH RECURSIVE way AS (
         SELECT s.tenant_id, s.number, n.number AS newest
           FROM syncs s JOIN syncs n ON n.tenant_id = s.tenant_id AND n.sync_id = s.superseded_by
          WHERE s.tenant_id = ANY($1) AND s.superseded_by IS NOT NULL AND n.superseded_by IS NOT NULL
         UNION ALL
         SELECT w.tenant_id, w.number, n.number
           FROM way w JOIN syncs s ON s.tenant_id = w.tenant_id AND s.number = w.newest
           JOIN syncs n ON n.tenant_id = s.tenant_id AND n.sync_id = s.superseded_by AND n.number > s.number
       )
       UPDATE syncs s SET superseded_by = n.sync_id
         FROM (SELECT tenant_id, number, max(newest) AS newest FROM way GROUP BY 1, 2) w
         JOIN syncs n ON n.tenant_id = w.tenant_id AND n.number = w.newest
        WHERE s.tenant_id = w.tenant_id AND s.number = w.number`,
      [tenantIds],
    );
  }

  /** Remembers the digest that the next request of a tenant carries. */
  async saveBaseDigests(tx: EntityManager, digests: ReadonlyMap<string, string | null>): Promise<void> {
    if (digests.size === 0) return;
    await tx.query(
      `UPDATE tenants t SET base_digest = d.digest
         FROM unnest($1::text[], $2::text[]) AS d(tenant_id, digest) WHERE t.tenant_id = d.tenant_id`,
      [[...digests.keys()], [...digests.values()]],
    );
  }

  /** Wakes whoever watches syncs of these tenants, on every gateway, when the transaction commits. */
  async tellWatchers(tx: EntityManager, tenantIds: readonly string[]): Promise<void> {
    if (tenantIds.length === 0) return;
    const names = [...new Set(tenantIds)].join(',');
    await tx.query('SELECT pg_notify($1, $2)', [SYNCS_CHANNEL, names.length > PAYLOAD_BYTES ? '*' : names]);
  }

  /** Undefined for an id that is not this tenant's. */
  async one(tenantId: string, id: string, tx: EntityManager = this.dataSource.manager): Promise<Sync | undefined> {
    return (await tx.findOneBy(Sync, { tenantId, id })) ?? undefined;
  }

  /** Newest first, those with a number below `before`. */
  async page(tenantId: string, limit: number, before: number | undefined): Promise<Sync[]> {
    return this.dataSource.manager.find(Sync, {
      where: { tenantId, ...(before === undefined ? {} : { number: LessThan(before) }) },
      order: { number: 'DESC' },
      take: limit,
    });
  }

  /** The last sync whose changes stand in the People table. */
  async lastSuccessful(tenantId: string): Promise<Sync | undefined> {
    const [last] = await this.dataSource.manager.find(Sync, {
      where: { tenantId, status: In(['completed', 'completed-with-problems']) },
      order: { number: 'DESC' },
      take: 1,
    });
    return last;
  }

  /** The tenant's syncs that are not over. */
  async live(tenantId: string): Promise<SyncState[]> {
    return this.liveOrNamed(this.dataSource.manager, [tenantId], []);
  }

  /**
   * Syncs without a plan that have not moved for `afterMs`, scheduled ones for `afterScheduledMs`; at most `limit` after
   * the place, by tenant.
   */
  async withoutProgress(
    afterMs: number,
    afterScheduledMs: number,
    after: SyncName,
    limit: number,
  ): Promise<SyncState[]> {
    return this.dataSource.query<SyncState[]>(
      `SELECT ${SYNC_COLUMNS} FROM syncs
        WHERE rank BETWEEN 1 AND 3
          AND status_since < now() - make_interval(secs => CASE trigger WHEN 'schedule' THEN $2::float8 ELSE $1::float8 END / 1000)
          AND (tenant_id, number) > ($3, $4)
        ORDER BY tenant_id, number LIMIT $5`,
      [afterMs, afterScheduledMs, after.tenantId, after.number, limit],
    );
  }

  /** Syncs that apply and have not moved for `afterMs`; at most `limit` after the place, by tenant. */
  async stalled(afterMs: number, after: SyncName, limit: number): Promise<SyncState[]> {
    return this.dataSource.query<SyncState[]>(
      `SELECT ${SYNC_COLUMNS} FROM syncs
        WHERE status = 'applying' AND status_since < now() - make_interval(secs => $1::float8 / 1000)
          AND (tenant_id, number) > ($2, $3)
        ORDER BY tenant_id, number LIMIT $4`,
      [afterMs, after.tenantId, after.number, limit],
    );
  }

  /**
   * Syncs that are held and cannot be any more: for longer than `lifeMs`, or though a newer one of the tenant came to a plan
   * more than `afterMs` ago; at most `limit` after the place, by tenant.
   */
  async heldInVain(lifeMs: number, afterMs: number, after: SyncName, limit: number): Promise<SyncState[]> {
    return this.dataSource.query<SyncState[]>(
      `SELECT ${SYNC_COLUMNS} FROM syncs held
        WHERE status = 'held' AND NOT approving
          AND (status_since < now() - make_interval(secs => $1::float8 / 1000)
            OR EXISTS (SELECT FROM syncs newer
                        WHERE newer.tenant_id = held.tenant_id AND newer.number > held.number
                          AND newer.mode <> 'preview' AND newer.plan_hash IS NOT NULL
                          AND newer.status_since < now() - make_interval(secs => $2::float8 / 1000)))
          AND (tenant_id, number) > ($3, $4)
        ORDER BY tenant_id, number LIMIT $5`,
      [lifeMs, afterMs, after.tenantId, after.number, limit],
    );
  }

  private async update(tx: EntityManager, syncs: readonly SyncState[]): Promise<void> {
    if (syncs.length === 0) return;
    await tx.query(
      `UPDATE syncs s
          SET status = v.status, status_since = v."statusSince", settled = v.settled, refetched = v.refetched,
              reason = v.reason, about = v.about, counts = v.counts, planned = v.planned, problems = v.problems, plan_hash = v."planHash",
              held_because = v."heldBecause", held_since = v."heldSince", approving = v.approving,
              ok_hash = v."okHash", superseded_by = v."supersededBy", started_at = v."startedAt", finished_at = v."finishedAt"
         FROM jsonb_to_recordset($1::jsonb) AS v(
                "tenantId" text, number int, status text, "statusSince" timestamptz, settled boolean, refetched boolean,
                reason text, about text, counts jsonb, planned jsonb, problems int, "planHash" text, "heldBecause" text[],
                "heldSince" timestamptz, approving boolean, "okHash" text, "supersededBy" uuid,
                "startedAt" timestamptz, "finishedAt" timestamptz)
        WHERE s.tenant_id = v."tenantId" AND s.number = v.number`,
      [JSON.stringify(syncs)],
    );
  }
}
