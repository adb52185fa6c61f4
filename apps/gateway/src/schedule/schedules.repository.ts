import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { NightPlan } from './night';

/** A tenant's schedule; one that nobody ever set is off, at a time of the night. */
export interface Schedule extends NightPlan {
  readonly enabled: boolean;
  /** The zone that was chosen for it; null: the company's, whatever that will be. */
  readonly ownTimeZone: string | null;
  readonly companyTimeZone: string;
  readonly nextAt: Date | null;
  /** The reason for which it rests: there is no key that PeopleHR takes. */
  readonly rests: string | null;
}

/** What is chosen. */
export type ChosenSchedule = Pick<Schedule, 'tenantId' | 'enabled' | 'minute' | 'ownTimeZone' | 'nextAt' | 'rests'>;

/** Since when the key of a tenant is of no use, or (null) is again. */
export interface KeyStanding {
  readonly tenantId: string;
  readonly rests: string | null;
}

const COLUMNS = `t.tenant_id AS "tenantId", coalesce(s.enabled, false) AS enabled, s.minute, s.time_zone AS "ownTimeZone",
  t.time_zone AS "companyTimeZone", coalesce(s.time_zone, t.time_zone) AS "timeZone", s.next_at AS "nextAt", s.rests`;

/** Every method is one statement, for however many tenants. */
@Injectable()
export class SchedulesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The tenant's; undefined if there is no such tenant. */
  async one(tenantId: string, tx: EntityManager = this.dataSource.manager): Promise<Schedule | undefined> {
    const [row] = await tx.query<Schedule[]>(
      `SELECT ${COLUMNS} FROM tenants t LEFT JOIN schedules s USING (tenant_id) WHERE t.tenant_id = $1`,
      [tenantId],
    );
    return row;
  }

  async set(tx: EntityManager, { tenantId, enabled, minute, ownTimeZone, nextAt, rests }: ChosenSchedule) {
    await tx.query(
      `INSERT INTO schedules (tenant_id, enabled, minute, time_zone, next_at, rests) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id) DO UPDATE SET enabled = excluded.enabled, minute = excluded.minute,
         time_zone = excluded.time_zone, next_at = excluded.next_at, rests = excluded.rests`,
      [tenantId, enabled, minute, ownTimeZone, nextAt, rests],
    );
  }

  /** When what was started before leaves time again; undefined while another gateway starts some. Held until `tx` ends. */
  async pace(tx: EntityManager): Promise<Date | undefined> {
    const [row] = await tx.query<{ freeAt: Date }[]>(
      `SELECT free_at AS "freeAt" FROM schedule_pace FOR UPDATE SKIP LOCKED`,
    );
    return row?.freeAt;
  }

  async setPace(tx: EntityManager, freeAt: Date): Promise<void> {
    await tx.query('UPDATE schedule_pace SET free_at = $1', [freeAt]);
  }

  /**
   * Claims schedules whose time has come until `tx` ends, those that have waited longest first; somebody who is about to
   * change one is left alone.
   * @param only of this tenant; undefined: of any
   */
  async claim(tx: EntityManager, now: Date, limit: number, only?: string): Promise<Schedule[]> {
    return tx.query<Schedule[]>(
      `SELECT ${COLUMNS} FROM schedules s JOIN tenants t USING (tenant_id)
        WHERE s.enabled AND s.rests IS NULL AND s.next_at <= $1 AND ($3::text IS NULL OR s.tenant_id = $3)
        ORDER BY s.next_at, s.tenant_id LIMIT $2 FOR UPDATE OF s SKIP LOCKED`,
      [now, limit, only ?? null],
    );
  }

  /** Says when the next sync of each starts. */
  async plan(tx: EntityManager, next: ReadonlyMap<string, Date>): Promise<void> {
    if (next.size === 0) return;
    await tx.query(
      `UPDATE schedules s SET next_at = n.at FROM unnest($1::text[], $2::timestamptz[]) AS n (tenant_id, at)
        WHERE s.tenant_id = n.tenant_id`,
      [[...next.keys()], [...next.values()]],
    );
  }

  /** What the vault says of keys. Returns the schedules that rested, are on, and need not rest any more. */
  async note(tx: EntityManager, standings: readonly KeyStanding[]): Promise<Schedule[]> {
    if (standings.length === 0) return [];
    return tx.query<Schedule[]>(
      `WITH said AS (
         SELECT v.tenant_id, v.rests, s.rests AS before
           FROM unnest($1::text[], $2::text[]) AS v (tenant_id, rests) JOIN tenants USING (tenant_id)
           LEFT JOIN schedules s USING (tenant_id)
       ), noted AS (
         INSERT INTO schedules (tenant_id, rests) SELECT tenant_id, rests FROM said ORDER BY tenant_id
         ON CONFLICT (tenant_id) DO UPDATE SET rests = excluded.rests
         RETURNING *
       )
       SELECT ${COLUMNS} FROM noted s JOIN tenants t USING (tenant_id) JOIN said USING (tenant_id)
        WHERE s.enabled AND s.rests IS NULL AND said.before IS NOT NULL`,
      [standings.map(({ tenantId }) => tenantId), standings.map(({ rests }) => rests)],
    );
  }
}
