import { Injectable } from '@nestjs/common';
import { newId } from '@people-sync/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import type { StoredReport } from './stored-report';

export type ReplayStatus = 'queued' | 'running' | 'completed' | 'failed';

/** Why a replay came to no end; `broke-off`: processes died over it again and again. */
export type ReplayFault =
  | 'record-incomplete'
  | 'key-missing'
  | 'record-altered'
  | 'not-recorded-yet'
  | 'events-wait'
  | 'tables-move'
  | 'nothing-compared'
  | 'service-unavailable'
  | 'broke-off';

/** A replay as it is kept. */
export interface ReplayRow {
  readonly replayId: string;
  readonly tenantId: string;
  /** RFC 3339. */
  readonly until: string | null;
  readonly status: ReplayStatus;
  readonly entriesTaken: number;
  readonly entriesTotal: number;
  readonly reason: ReplayFault | null;
  readonly entry: number | null;
  readonly report: StoredReport | null;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** A replay that this process is to do. */
export type ClaimedReplay = Pick<ReplayRow, 'replayId' | 'tenantId' | 'until'>;

/** More of one tenant's do not wait. */
const MOST_QUEUED = 3;
/** Over so many of them processes may die. */
const MOST_ATTEMPTS = 3;

const COLUMNS = `replay_id AS "replayId", tenant_id AS "tenantId", status, reason, entry::float8,
  to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS until, entries_taken::float8 AS "entriesTaken",
  entries_total::float8 AS "entriesTotal", requested_at AS "requestedAt", started_at AS "startedAt",
  finished_at AS "finishedAt"`;

@Injectable()
export class ReplaysRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** A new one, or the one that waits already for the same moment; undefined if as many wait as may. */
  async ask(tenantId: string, until: string | null): Promise<ReplayRow | undefined> {
    return this.dataSource.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('peoplesync-audit-replays ' || $1, 0))`, [
        tenantId,
      ]);
      const queued = await tx.query<ReplayRow[]>(
        `SELECT ${COLUMNS}, NULL AS report FROM replays WHERE tenant_id = $1 AND status = 'queued'`,
        [tenantId],
      );
      const same = queued.find((one) => momentOf(one.until) === momentOf(until));
      if (same) return same;
      if (queued.length >= MOST_QUEUED) return undefined;
      const [made] = await tx.query<ReplayRow[]>(
        `INSERT INTO replays (replay_id, tenant_id, until) VALUES ($1, $2, $3) RETURNING ${COLUMNS}, NULL AS report`,
        [newId(), tenantId, until],
      );
      return made;
    });
  }

  async find(tenantId: string, replayId: string): Promise<ReplayRow | undefined> {
    const [found] = await this.dataSource.query<ReplayRow[]>(
      `SELECT ${COLUMNS}, report FROM replays WHERE tenant_id = $1 AND replay_id = $2`,
      [tenantId, replayId],
    );
    return found;
  }

  /** Newest first, those behind `before`. What they found is not read. */
  async list(tenantId: string, before: string | undefined, limit: number): Promise<ReplayRow[]> {
    return this.dataSource.query<ReplayRow[]>(
      `SELECT ${COLUMNS}, report - 'differences' - 'partlyChecked' AS report FROM replays
        WHERE tenant_id = $1 AND ($2::uuid IS NULL OR replay_id < $2) ORDER BY replay_id DESC LIMIT $3`,
      [tenantId, before ?? null, limit],
    );
  }

  /**
   * One that waits, or over which a process died; of a tenant one at a time. Of one over which too many died is said that
   * it failed.
   */
  async claim(leaseMs: number): Promise<ClaimedReplay | undefined> {
    return this.dataSource.transaction(async (tx) => {
      await tx.query(
        `UPDATE replays SET status = 'failed', reason = 'broke-off', finished_at = clock_timestamp(), lease_until = NULL
          WHERE status = 'running' AND lease_until < clock_timestamp() AND attempts >= $1`,
        [MOST_ATTEMPTS],
      );
      const [next] = await tx.query<{ replay_id: string }[]>(
        `SELECT replay_id FROM replays r
          WHERE finished_at IS NULL AND (status = 'queued' OR lease_until < clock_timestamp())
            AND NOT EXISTS (SELECT FROM replays o
                             WHERE o.tenant_id = r.tenant_id AND o.status = 'running' AND o.replay_id <> r.replay_id)
          ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
      );
      if (!next) return undefined;
      const [[claimed]] = await tx.query<[ClaimedReplay[], number]>(
        `UPDATE replays SET status = 'running', attempts = attempts + 1, entries_taken = 0,
                started_at = coalesce(started_at, clock_timestamp()),
                lease_until = clock_timestamp() + make_interval(secs => $2 / 1000.0)
          WHERE replay_id = $1 RETURNING ${COLUMNS}`,
        [next.replay_id, leaseMs],
      );
      return claimed;
    });
  }

  /** Tells how far it is, and keeps it. @returns false if it is somebody else's by now */
  async moved(replayId: string, leaseMs: number, taken: number, total: number): Promise<boolean> {
    const [, kept] = await this.dataSource.query<[unknown, number]>(
      `UPDATE replays SET entries_taken = $2, entries_total = $3,
              lease_until = clock_timestamp() + make_interval(secs => $4 / 1000.0)
        WHERE replay_id = $1 AND status = 'running' AND lease_until > clock_timestamp()`,
      [replayId, taken, total, leaseMs],
    );
    return kept === 1;
  }

  async complete(tx: EntityManager, replayId: string, report: StoredReport): Promise<void> {
    await tx.query(
      `UPDATE replays SET status = 'completed', report = $2, finished_at = clock_timestamp(), lease_until = NULL
        WHERE replay_id = $1 AND status = 'running'`,
      [replayId, JSON.stringify(report)],
    );
  }

  async fail(replayId: string, reason: ReplayFault, entry: number | null): Promise<void> {
    await this.dataSource.query(
      `UPDATE replays SET status = 'failed', reason = $2, entry = $3, finished_at = clock_timestamp(), lease_until = NULL
        WHERE replay_id = $1 AND status = 'running'`,
      [replayId, reason, entry],
    );
  }

  /** For another process, at once: this one stops. */
  async release(replayId: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE replays SET status = 'queued', attempts = attempts - 1, lease_until = NULL
        WHERE replay_id = $1 AND status = 'running'`,
      [replayId],
    );
  }

  /** Drops those that ended so many days ago. */
  async dropOld(tx: EntityManager, days: number): Promise<void> {
    await tx.query('DELETE FROM replays WHERE finished_at < clock_timestamp() - make_interval(days => $1)', [days]);
  }
}

const momentOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));
