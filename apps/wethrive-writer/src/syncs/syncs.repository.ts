import { Injectable } from '@nestjs/common';
import { type Counts, mappings } from '@people-sync/contracts';
import type { EntityManager } from 'typeorm';
import type { Arrival, Plan, PlanFate } from './arrivals';
import type { Sync } from './sync.entity';

/** One sync of one tenant. */
export interface SyncKey {
  readonly tenantId: string;
  readonly syncId: string;
}

/** A sync that is being applied: what the plan counted, and how many of each event were staged. */
export interface OpenedSync extends SyncKey {
  readonly number: number;
  readonly problems: number;
  readonly seen: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly missing: number;
  /** Problems with managers that were open before it and not set aside. */
  readonly managerProblems: number;
  readonly added: number;
  readonly changed: number;
  readonly left: number;
}

/** What became of a sync's items. */
export interface AppliedCounts extends SyncKey {
  readonly joined: number;
  readonly rejoined: number;
  readonly waiting: number;
  readonly changed: number;
  readonly left: number;
}

/** Where a sync has come to, and what was applied of it. */
export interface SettledSync extends Counts {
  readonly state: Sync['state'];
  /** Open problems now: the plan's, and those with managers. */
  readonly problems: number;
  readonly appliedAt: Date | null;
}

const keys = (syncs: readonly SyncKey[]): [string[], string[]] => [
  syncs.map((sync) => sync.tenantId),
  syncs.map((sync) => sync.syncId),
];

/**
 * Plans and staged changes: everything of a sync that waits for its last event. Every method is one statement;
 * its joins are pinned to index look-ups, as in PeopleWritesRepository.
 */
@Injectable()
export class SyncsRepository {
  /** A plan that came before stays as it is. */
  async storePlans(tx: EntityManager, plans: readonly Plan[]): Promise<void> {
    await tx.query(
      `INSERT INTO syncs (tenant_id, sync_id, number, state, item_count, problems, seen, refused, unchanged, missing)
       SELECT p."tenantId", p."syncId", p.number, p.state, p."itemCount", p.problems,
         p.seen, p.refused, p.unchanged, p.missing
       FROM json_to_recordset($1) AS p ("tenantId" text, "syncId" uuid, number bigint, state text, "itemCount" bigint,
         problems bigint, seen bigint, refused bigint, unchanged bigint, missing bigint)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(plans)],
    );
  }

  /** Held plans are approved, with what they count then, or dropped for good. Any other plan stays as it is. */
  async decide(tx: EntityManager, fates: readonly PlanFate[]): Promise<void> {
    await tx.query(
      `UPDATE syncs y SET state = f.state, problems = coalesce(f.problems, y.problems),
         refused = coalesce(f.refused, y.refused), unchanged = coalesce(f.unchanged, y.unchanged),
         missing = coalesce(f.missing, y.missing)
       FROM json_to_recordset($1) AS f ("tenantId" text, "syncId" uuid, state text, problems bigint, refused bigint,
         unchanged bigint, missing bigint)
       WHERE y.tenant_id = f."tenantId" AND y.sync_id = f."syncId" AND y.state = 'held'`,
      [JSON.stringify(fates)],
    );
  }

  /** What was staged before, or belongs to a sync that is applied or dropped, is left out. */
  async stage(tx: EntityManager, arrivals: readonly Arrival[]): Promise<void> {
    await tx.query(
      `INSERT INTO staged_changes (tenant_id, sync_id, person_id, kind, rejoined, source_version, email, name,
         name_folded, ${mappings.map(({ column }) => column).join(', ')}, org_employee_id, start_date, reports_to_employee_id,
         reports_to_email, unit, we_thrive_id, arrives_inactive)
       SELECT a."tenantId", a."stagedUnder", a."personId", a.kind, a.rejoined, a."sourceVersion", a.email, a.name,
         a."nameFolded", ${mappings.map(({ field }) => `a."${field}"`).join(', ')}, a."orgEmployeeId", a."startDate",
         a."reportsToEmployeeId", a."reportsToEmail", a.unit, a."weThriveId", a."arrivesInactive"
       FROM json_to_recordset($1) AS a ("tenantId" text, "stagedUnder" uuid, "personId" uuid, kind text,
         rejoined boolean, "sourceVersion" bigint, email text, name text, "nameFolded" text,
         ${mappings.map(({ field }) => `"${field}" text`).join(', ')}, "orgEmployeeId" text, "startDate" text, "reportsToEmployeeId" text,
         "reportsToEmail" text, unit text, "weThriveId" text, "arrivesInactive" boolean)
       WHERE NOT EXISTS (
         SELECT FROM syncs y WHERE y.tenant_id = a."tenantId" AND y.sync_id = a."stagedUnder"
           AND y.state IN ('applied', 'dropped'))
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(arrivals)],
    );
  }

  /**
   * Marks syncs as applied and tells those that were not. Refused by the table's checks, as SQLSTATE 23514, if not
   * every item arrived, a source version was skipped, or somebody unknown changed or left; other than by as many parts as
   * were left out of the tenant's stream since the person was last written. Of somebody unknown any number may have been in
   * them.
   * @param announced ChangesCompleted's count, one per sync.
   */
  async open(tx: EntityManager, syncs: readonly SyncKey[], announced: readonly number[]): Promise<OpenedSync[]> {
    return tx.query<OpenedSync[]>(
      `WITH arrived AS (
         SELECT c.tenant_id, c.sync_id, c.announced, count(s.person_id) AS staged,
           count(*) FILTER (WHERE s.kind = 'added') AS added,
           count(*) FILTER (WHERE s.kind = 'changed') AS changed,
           count(*) FILTER (WHERE s.kind = 'left') AS "left",
           count(*) FILTER (WHERE CASE WHEN p.person_id IS NULL THEN l.drops = 0 AND s.source_version > 1
             ELSE s.source_version > p.source_version + 1 + l.drops - p.drops END) AS gaps,
           count(*) FILTER (WHERE s.kind <> 'added' AND p.person_id IS NULL AND l.drops = 0) AS strangers
         FROM unnest($1::text[], $2::uuid[], $3::bigint[]) AS c (tenant_id, sync_id, announced)
         LEFT JOIN LATERAL (
           SELECT * FROM staged_changes WHERE tenant_id = c.tenant_id AND sync_id = c.sync_id OFFSET 0
         ) s ON true
         LEFT JOIN LATERAL (
           SELECT person_id, source_version, drops FROM people
           WHERE tenant_id = s.tenant_id AND person_id = s.person_id OFFSET 0
         ) p ON true
         LEFT JOIN LATERAL (SELECT drops FROM licences WHERE tenant_id = s.tenant_id OFFSET 0) l ON true
         GROUP BY c.tenant_id, c.sync_id, c.announced
       ), opened AS (
         INSERT INTO syncs AS y
         SELECT p.tenant_id, p.sync_id, p.number, 'applied', p.item_count, p.problems, p.seen, p.refused, p.unchanged,
           p.missing, a.announced, a.staged, a.gaps, a.strangers, clock_timestamp()
         FROM arrived a
         CROSS JOIN LATERAL (
           SELECT * FROM syncs WHERE tenant_id = a.tenant_id AND sync_id = a.sync_id AND state = 'planned' OFFSET 0
         ) p
         ON CONFLICT (tenant_id, sync_id) DO UPDATE SET state = excluded.state, applied_at = excluded.applied_at,
           announced = excluded.announced, staged = excluded.staged, gaps = excluded.gaps,
           strangers = excluded.strangers
         RETURNING y.*
       )
       SELECT o.tenant_id AS "tenantId", o.sync_id AS "syncId", o.number::float8, o.problems::float8, o.seen::float8,
         o.refused::float8, o.unchanged::float8, o.missing::float8,
         a.added::float8, a.changed::float8, a."left"::float8,
         (SELECT count(*) FROM manager_problems m WHERE m.tenant_id = o.tenant_id AND m.closed_at IS NULL
            AND m.set_aside_at IS NULL)::float8 AS "managerProblems"
       FROM opened o JOIN arrived a ON a.tenant_id = o.tenant_id AND a.sync_id = o.sync_id
       ORDER BY o.tenant_id`,
      [...keys(syncs), announced],
    );
  }

  /** Those of them that have a plan here which nobody has to approve first. */
  async withPlan(tx: EntityManager, syncs: readonly SyncKey[]): Promise<SyncKey[]> {
    return tx.query<SyncKey[]>(
      `SELECT y.tenant_id AS "tenantId", y.sync_id AS "syncId"
       FROM unnest($1::text[], $2::uuid[]) AS c (tenant_id, sync_id) JOIN syncs y USING (tenant_id, sync_id)
       WHERE y.state <> 'held'`,
      keys(syncs),
    );
  }

  /**
   * A change of somebody whom a dropped sync was to bring in, or back, brings them in. For tenants of which something was
   * dropped; before `open`.
   * @param syncs by the id under which they are staged.
   */
  async bringIn(tx: EntityManager, syncs: readonly SyncKey[]): Promise<void> {
    await tx.query(
      `UPDATE staged_changes c SET kind = 'added', rejoined = found.known
       FROM (
         SELECT s.tenant_id, s.sync_id, s.person_id, p.person_id IS NOT NULL AS known
         FROM unnest($1::text[], $2::uuid[]) AS r (tenant_id, sync_id)
         CROSS JOIN LATERAL (
           SELECT * FROM staged_changes WHERE tenant_id = r.tenant_id AND sync_id = r.sync_id OFFSET 0
         ) s
         LEFT JOIN LATERAL (
           SELECT person_id, status, source_version FROM people
           WHERE tenant_id = s.tenant_id AND person_id = s.person_id OFFSET 0
         ) p ON true
         WHERE s.kind = 'changed'
           AND (p.person_id IS NULL OR p.status = 'inactive' AND s.source_version > p.source_version + 1)
       ) found
       WHERE c.tenant_id = found.tenant_id AND c.sync_id = found.sync_id AND c.person_id = found.person_id`,
      keys(syncs),
    );
  }

  /**
   * Nothing of this sync is applied, whatever comes of it later: tells its number, if that is known. Undefined if it was
   * applied already, or dropped before.
   */
  async drop(tx: EntityManager, { tenantId, syncId }: SyncKey): Promise<{ number: number | null } | undefined> {
    const [dropped] = await tx.query<{ number: number | null }[]>(
      `WITH cleared AS (
         DELETE FROM staged_changes WHERE tenant_id = $1 AND sync_id = $2
           AND NOT EXISTS (SELECT FROM syncs WHERE tenant_id = $1 AND sync_id = $2 AND state = 'applied')
       )
       INSERT INTO syncs AS y (tenant_id, sync_id, state, item_count, problems, seen, refused, unchanged, missing)
       VALUES ($1, $2, 'dropped', 0, 0, 0, 0, 0, 0)
       ON CONFLICT (tenant_id, sync_id) DO UPDATE SET state = 'dropped' WHERE y.state IN ('planned', 'held')
       RETURNING number::float8`,
      [tenantId, syncId],
    );
    return dropped;
  }

  /** What is known of a sync; undefined if its plan never came. */
  async settled(tx: EntityManager, { tenantId, syncId }: SyncKey): Promise<SettledSync | undefined> {
    const [found] = await tx.query<SettledSync[]>(
      `SELECT state, seen::float8, joined::float8, rejoined::float8, changed::float8, "left"::float8, waiting::float8,
         refused::float8, unchanged::float8, missing::float8, applied_at AS "appliedAt",
         (problems + (SELECT count(*) FROM manager_problems m
            WHERE m.tenant_id = y.tenant_id AND m.closed_at IS NULL AND m.set_aside_at IS NULL))::float8 AS problems
       FROM syncs y WHERE tenant_id = $1 AND sync_id = $2`,
      [tenantId, syncId],
    );
    return found;
  }

  /** The tenant's syncs whose last event has not come. */
  async planned(tx: EntityManager, tenantId: string): Promise<string[]> {
    const rows = await tx.query<{ sync_id: string }[]>(
      `SELECT sync_id FROM syncs WHERE tenant_id = $1 AND state = 'planned' ORDER BY number`,
      [tenantId],
    );
    return rows.map((row) => row.sync_id);
  }

  /**
   * Takes the applied items out of staging and counts them by what their people are now.
   * @param syncs by the id under which they are staged.
   */
  async clear(tx: EntityManager, syncs: readonly SyncKey[]): Promise<AppliedCounts[]> {
    return tx.query<AppliedCounts[]>(
      `WITH items AS (
         DELETE FROM staged_changes s USING unnest($1::text[], $2::uuid[]) AS r (tenant_id, sync_id)
         WHERE s.tenant_id = r.tenant_id AND s.sync_id = r.sync_id
         RETURNING s.tenant_id, s.sync_id, s.person_id, s.kind, s.rejoined
       ), counted AS (
         SELECT i.tenant_id, i.sync_id,
           count(*) FILTER (WHERE i.kind = 'added' AND p.status <> 'waiting' AND NOT i.rejoined) AS joined,
           count(*) FILTER (WHERE i.kind = 'added' AND p.status <> 'waiting' AND i.rejoined) AS rejoined,
           count(*) FILTER (WHERE i.kind = 'added' AND p.status = 'waiting') AS waiting,
           count(*) FILTER (WHERE i.kind = 'changed') AS changed,
           count(*) FILTER (WHERE i.kind = 'left') AS "left"
         FROM items i
         CROSS JOIN LATERAL (
           SELECT status FROM people WHERE tenant_id = i.tenant_id AND person_id = i.person_id OFFSET 0
         ) p
         GROUP BY i.tenant_id, i.sync_id
       ), kept AS (
         UPDATE syncs y SET joined = c.joined, rejoined = c.rejoined, changed = c.changed, "left" = c."left",
           waiting = c.waiting
         FROM counted c WHERE y.tenant_id = c.tenant_id AND y.sync_id = c.sync_id
       )
       SELECT tenant_id AS "tenantId", sync_id AS "syncId", joined::float8, rejoined::float8, waiting::float8,
         changed::float8, "left"::float8
       FROM counted`,
      keys(syncs),
    );
  }
}
