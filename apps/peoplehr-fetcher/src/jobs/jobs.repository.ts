import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { carriedFrom } from './carried-clock';
import type { Claim, JobEnd, Job, LeftOutRequest, SyncRequest, Withdrawal } from './job';

const CALL_WINDOW = `interval '60 seconds'`;

/** May be claimed now. A tenant with too many calls in the last minute is passed over. */
const DUE = `due_at <= now() AND (window_calls < $3 OR window_started_at < now() - ${CALL_WINDOW})`;

/** A claim of it ended without an ending, just now or before. */
const DOUBTFUL = `(state = 'running' OR deaths > 0)`;

/** How many jobs a process wants, and on which terms. */
export interface ClaimTerms {
  readonly limit: number;
  /** Of those over which a process died, beside the limit. */
  readonly doubtful: number;
  readonly leaseMs: number;
  readonly callsPerMinute: number;
}

/** Jobs are one row per tenant; every method is one statement, for however many tenants. */
@Injectable()
export class JobsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Turns requests into jobs that may be claimed at once. A newer number takes the row of the tenant's older job, which
   * thereby ends; the same number again is a further attempt of the same job; an older number changes nothing.
   */
  async take(tx: EntityManager, requests: readonly SyncRequest[]): Promise<void> {
    const newest = new Map<string, SyncRequest>();
    for (const request of requests) {
      const other = newest.get(request.tenantId);
      if (!other || request.data.number >= other.data.number) newest.set(request.tenantId, request);
    }
    await tx.query(
      `INSERT INTO jobs AS j (tenant_id, number, sync_id, mode, trigger, base_digest, erased, actor, traceparent,
                              requested_at, state, due_at)
       SELECT r.*, 'waiting', now()
         FROM jsonb_to_recordset($1::jsonb) AS r (tenant_id text, number bigint, sync_id uuid, mode text, trigger text,
              base_digest text, erased text[], actor text, traceparent text, requested_at timestamptz)
       ON CONFLICT (tenant_id) DO UPDATE SET
         attempt = CASE WHEN j.number = excluded.number THEN j.attempt ELSE 0 END,
         unavailable_tries = CASE WHEN j.number = excluded.number THEN j.unavailable_tries ELSE 0 END,
         throttled_tries = CASE WHEN j.number = excluded.number THEN j.throttled_tries ELSE 0 END,
         lost_reads = CASE WHEN j.number = excluded.number THEN j.lost_reads ELSE 0 END,
         own_waits = CASE WHEN j.number = excluded.number THEN j.own_waits ELSE 0 END,
         deaths = CASE WHEN j.number = excluded.number THEN j.deaths ELSE 0 END,
         number = excluded.number, sync_id = excluded.sync_id, mode = excluded.mode, trigger = excluded.trigger,
         base_digest = excluded.base_digest, erased = excluded.erased, actor = excluded.actor,
         traceparent = excluded.traceparent, requested_at = excluded.requested_at,
         state = 'waiting', due_at = excluded.due_at, failure = NULL, left_out = false
       WHERE excluded.number >= j.number`,
      [JSON.stringify([...newest.values()].map(rowOf))],
    );
  }

  /**
   * Makes a job of a request that was given up: only its end is to be told. A newer number's job stays; of the same number
   * it ends what is read.
   */
  async leaveOut(tx: EntityManager, { tenantId, number, syncId, actor }: LeftOutRequest): Promise<void> {
    await tx.query(
      `INSERT INTO jobs AS j (tenant_id, number, sync_id, mode, trigger, erased, actor, requested_at, state, due_at, left_out)
       VALUES ($1, $2, $3, 'apply', 'manual', '{}', $4, now(), 'waiting', now(), true)
       ON CONFLICT (tenant_id) DO UPDATE SET
         attempt = CASE WHEN j.number = excluded.number THEN j.attempt ELSE 0 END,
         unavailable_tries = 0, throttled_tries = 0, lost_reads = 0, own_waits = 0, deaths = 0,
         number = excluded.number, sync_id = excluded.sync_id, mode = excluded.mode, trigger = excluded.trigger,
         base_digest = NULL, erased = '{}', actor = excluded.actor, traceparent = NULL,
         requested_at = excluded.requested_at, state = 'waiting', due_at = now(), failure = NULL, left_out = true
       WHERE excluded.number >= j.number`,
      [tenantId, number, syncId, actor || null],
    );
  }

  /** Ends jobs whose sync is over; what is read for one just now is lost with its lease. Newer jobs stay. */
  async withdraw(tx: EntityManager, withdrawals: readonly Withdrawal[]): Promise<void> {
    if (withdrawals.length === 0) return;
    await tx.query(
      `UPDATE jobs j SET state = 'done', due_at = NULL, erased = '{}'
         FROM jsonb_to_recordset($1::jsonb) AS w (tenant_id text, number bigint)
        WHERE j.tenant_id = w.tenant_id AND j.number = w.number AND j.state <> 'done'`,
      [JSON.stringify(withdrawals.map(({ tenantId, data }) => ({ tenant_id: tenantId, number: data.number })))],
    );
  }

  /**
   * Claims jobs that are due, oldest first; nobody else gets them until their lease runs out. The raised attempt is
   * committed when this resolves. A job whose last claim ended without an ending has one death more.
   */
  async claim({ limit, doubtful, leaseMs, callsPerMinute }: ClaimTerms): Promise<Job[]> {
    const rows = await this.dataSource.query<JobRow[]>(
      `WITH sound AS (
         SELECT tenant_id FROM jobs WHERE ${DUE} AND NOT ${DOUBTFUL} ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
       ), doubtful AS (
         SELECT tenant_id FROM jobs WHERE ${DUE} AND ${DOUBTFUL} ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED
       ), due AS (
         SELECT * FROM sound UNION ALL SELECT * FROM doubtful
       ), claimed AS (
         UPDATE jobs j SET state = 'running', attempt = attempt + 1, due_at = now() + $2 * interval '1 ms',
                deaths = deaths + (state = 'running')::int,
                window_started_at = CASE WHEN window_started_at >= now() - ${CALL_WINDOW} THEN window_started_at ELSE now() END,
                window_calls = CASE WHEN window_started_at >= now() - ${CALL_WINDOW} THEN window_calls + 1 ELSE 1 END
           FROM due WHERE j.tenant_id = due.tenant_id
         RETURNING j.*
       ) SELECT *, clock_timestamp() AS now, company_checked_at < now() - interval '7 days' AS is_company_check_due FROM claimed ORDER BY requested_at`,
      [limit, leaseMs, callsPerMinute, doubtful],
    );
    return rows.map(jobOf);
  }

  /** Prolongs the leases of claims. Returns those that still hold; the others were ended or taken over. */
  async prolong(claims: readonly Claim[], leaseMs: number): Promise<Claim[]> {
    const rows = await this.dataSource.query<{ tenant_id: string; number: string; attempt: number }[]>(
      `WITH held AS (
         UPDATE jobs j SET due_at = now() + $4 * interval '1 ms'
           FROM unnest($1::text[], $2::bigint[], $3::int[]) AS c (tenant_id, number, attempt)
          WHERE j.tenant_id = c.tenant_id AND j.number = c.number AND j.attempt = c.attempt AND j.state = 'running'
         RETURNING j.tenant_id, j.number, j.attempt
       ) SELECT * FROM held`,
      [claims.map((c) => c.tenantId), claims.map((c) => c.number), claims.map((c) => c.attempt), leaseMs],
    );
    return rows.map((row) => ({ tenantId: row.tenant_id, number: Number(row.number), attempt: row.attempt }));
  }

  /** Ends claims. One that was taken over meanwhile is left alone. */
  async settle(endings: readonly JobEnd[]): Promise<void> {
    await this.dataSource.query(
      `UPDATE jobs j SET
         state = CASE WHEN e.delay_ms IS NULL THEN 'done' ELSE 'waiting' END,
         due_at = now() + e.delay_ms * interval '1 ms',
         erased = CASE WHEN e.delay_ms IS NULL THEN '{}' ELSE j.erased END,
         unavailable_tries = e.unavailable, throttled_tries = e.throttled, lost_reads = e.lost_reads,
         own_waits = e.own_waits, deaths = 0, failure = e.failure,
         company_checked_at = CASE WHEN e.is_company_checked THEN now() ELSE j.company_checked_at END
        FROM jsonb_to_recordset($1::jsonb) AS e (tenant_id text, number bigint, attempt int, delay_ms bigint,
             unavailable int, throttled int, lost_reads int, own_waits int, failure text, is_company_checked boolean)
       WHERE j.tenant_id = e.tenant_id AND j.number = e.number AND j.attempt = e.attempt AND j.state = 'running'`,
      [JSON.stringify(endings.map(endingRowOf))],
    );
  }

  /** Keeps which connection's key PeopleHR refused last; null: a key works. */
  async rememberRefusal(tenantId: string, connectionId: string | null): Promise<void> {
    await this.dataSource.query('UPDATE jobs SET refused_connection = $2 WHERE tenant_id = $1', [
      tenantId,
      connectionId,
    ]);
  }
}

const rowOf = ({ tenantId, syncId, data, actor, traceparent, time }: SyncRequest) => ({
  tenant_id: tenantId,
  number: data.number,
  sync_id: syncId,
  mode: data.mode,
  trigger: data.trigger,
  base_digest: data.baseDigest,
  erased: data.erased,
  actor,
  traceparent,
  requested_at: time,
});

const endingRowOf = (ending: JobEnd) => {
  const again = ending.kind === 'again' ? ending : undefined;
  return {
    tenant_id: ending.tenantId,
    number: ending.number,
    attempt: ending.attempt,
    delay_ms: again ? Math.round(again.delayMs) : null,
    unavailable: again?.tries.unavailable ?? 0,
    throttled: again?.tries.throttled ?? 0,
    lost_reads: again?.tries.lostReads ?? 0,
    own_waits: again?.tries.ownWaits ?? 0,
    failure: ending.kind === 'done' ? ending.failure : null,
    is_company_checked: ending.isCompanyChecked,
  };
};

interface JobRow {
  readonly tenant_id: string;
  readonly number: string;
  readonly sync_id: string;
  readonly mode: Job['mode'];
  readonly trigger: Job['trigger'];
  readonly base_digest: string | null;
  readonly erased: string[];
  readonly actor: string | null;
  readonly traceparent: string | null;
  readonly requested_at: Date;
  readonly now: Date;
  readonly attempt: number;
  readonly unavailable_tries: number;
  readonly throttled_tries: number;
  readonly lost_reads: number;
  readonly own_waits: number;
  readonly deaths: number;
  readonly left_out: boolean;
  readonly refused_connection: string | null;
  readonly is_company_check_due: boolean;
}

const jobOf = (row: JobRow): Job => ({
  tenantId: row.tenant_id,
  number: Number(row.number),
  attempt: row.attempt,
  syncId: row.sync_id,
  mode: row.mode,
  trigger: row.trigger,
  baseDigest: row.base_digest,
  erased: row.erased,
  actor: row.actor,
  traceparent: row.traceparent,
  requestedAt: row.requested_at,
  clock: carriedFrom(row.now),
  isLeftOut: row.left_out,
  tries: {
    unavailable: row.unavailable_tries,
    throttled: row.throttled_tries,
    lostReads: row.lost_reads,
    ownWaits: row.own_waits,
    deaths: row.deaths,
  },
  refusedConnection: row.refused_connection,
  isCompanyCheckDue: row.is_company_check_due,
});
