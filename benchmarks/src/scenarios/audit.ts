import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { connectedCompanies } from '../companies';
import { connected } from '../connected';
import { allEnded, mustHave } from '../final-states';
import { measured, type Pass } from '../measured';
import type { Measured } from '../measured-system';
import { backendCpuSeconds } from '../usage';

/** So many people's job role changes in a night. */
const CHANGED = 0.01;
const POLL_MS = 50;
/** A year of nights for 2,000 people. */
export const REPLAY_LIMIT_SECONDS = 30;
export const REPLAY_LIMIT_MB = 400;
/** More CPU of a first load, in per cent. */
export const SHARE_LIMIT = 15;

/** What a record costs, and what it takes to check it. */
export interface AuditFigures {
  readonly people: number;
  readonly nights: number;
  /** CPU of audit, with its connections to the database, in per cent of that of everything else. */
  readonly firstLoadShare: number;
  readonly firstLoad: Work;
  readonly recordedNights: Work;
  /** What a night adds to all tables of the record, for each employee. */
  readonly bytesPerEmployeeAndNight: number;
  readonly replay: Work & { readonly wallSeconds: number; readonly peakMb: number };
  /** The same bytes as the whole record has, through SHA-256 and through COPY. */
  readonly sha: number;
  readonly copy: number;
}

/** Events, and the CPU that they took. */
export interface Work {
  readonly events: number;
  readonly cpuSeconds: number;
}

/** One company's first load, then its nights, then a check of the whole record. */
export async function auditFigures(system: Measured, people: number, nights: number): Promise<AuditFigures> {
  const [tenant] = await connectedCompanies(system, { name: 'audit', tenants: 1, employees: people });
  if (!tenant) throw new Error('there is no company');
  const { tenantId, companyId } = tenant;
  return connected(system.databaseUrl, async (watcher) => {
    const { audit = 0 } = system.processes;
    if (audit === 0) throw new Error('there is no process of audit');
    const work = async (run: () => Promise<void>): Promise<{ pass: Pass; audit: Work }> => {
      const before = await connectionsOf(watcher);
      const events = await recorded(watcher, tenantId);
      const pass = await measured('', system.processes, system.postmaster, run);
      const database = [...(await connectionsOf(watcher))].reduce(
        (sum, [pid, cpu]) => sum + cpu - (before.get(pid) ?? 0),
        0,
      );
      const cpuSeconds = (pass.cpuSeconds['audit'] ?? 0) + database;
      return { pass, audit: { events: (await recorded(watcher, tenantId)) - events, cpuSeconds } };
    };
    const first = await work(async () => {
      await system.door.sync(tenantId);
      mustHave(await allEnded(watcher, [tenantId]), { joined: people });
      await caughtUp(watcher, tenantId);
    });
    const all = Object.values(first.pass.cpuSeconds).reduce((sum, cpu) => sum + cpu, first.pass.databaseCpuSeconds);
    const loaded = await bytesOf(watcher);
    const year = await work(async () => {
      for (let night = 1; night <= nights; night++) {
        const changed = await system.peoplehr.change(companyId, CHANGED, night + 1);
        await system.door.sync(tenantId);
        mustHave(await allEnded(watcher, [tenantId]), { changed });
      }
      await caughtUp(watcher, tenantId);
    });
    const grown = (await bytesOf(watcher)) - loaded;
    let wallSeconds = 0;
    const replay = await work(async () => {
      wallSeconds = await system.door.checkRecord(tenantId);
    });
    const floor = await floorOf(watcher, await system.floorDatabase(), tenantId);
    return {
      ...{ people, nights, ...floor },
      firstLoadShare: (100 * first.audit.cpuSeconds) / (all - first.audit.cpuSeconds),
      firstLoad: first.audit,
      recordedNights: year.audit,
      bytesPerEmployeeAndNight: grown / people / nights,
      replay: {
        ...{ wallSeconds, cpuSeconds: replay.audit.cpuSeconds, events: await recorded(watcher, tenantId) },
        peakMb: replay.pass.peakMb['audit'] ?? 0,
      },
    };
  });
}

/** What is not as promised, of a year of nights for 2,000 people. */
export function brokenAuditPromises({ people, nights, replay, firstLoadShare }: AuditFigures): string[] {
  const { wallSeconds, peakMb } = replay;
  const isYear = people >= 2_000 && nights >= 365;
  return [
    ...(isYear && wallSeconds > REPLAY_LIMIT_SECONDS ? [`a year was checked in ${wallSeconds.toFixed(1)} s`] : []),
    ...(peakMb > REPLAY_LIMIT_MB ? [`audit took ${peakMb.toFixed(0)} MB`] : []),
    // A small first load is mostly programs that warm up.
    ...(isYear && firstLoadShare > SHARE_LIMIT
      ? [`audit took ${firstLoadShare.toFixed(1)} % more CPU of a first load`]
      : []),
  ];
}

/** CPU so far of audit's connections, by their processes. */
async function connectionsOf(watcher: Client): Promise<Map<number, number>> {
  const { rows } = await watcher.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'peoplesync-audit%'`,
  );
  return new Map(rows.map(({ pid }) => [pid, backendCpuSeconds(pid)]));
}

async function recorded(watcher: Client, tenantId: string): Promise<number> {
  const { rows } = await watcher.query<{ size: string }>('SELECT size FROM audit.trees WHERE tenant_id = $1', [
    tenantId,
  ]);
  return Number(rows[0]?.size ?? 0);
}

/** Waits until the end of the tenant's newest sync is in its record. */
async function caughtUp(watcher: Client, tenantId: string): Promise<void> {
  for (;;) {
    const { rows } = await watcher.query(
      `SELECT 1 FROM audit.entries e JOIN gateway.syncs s ON s.tenant_id = e.tenant_id AND s.sync_id::text = e.sync_id
        WHERE e.tenant_id = $1 AND e.type LIKE '%.sync.applied.%'
          AND s.number = (SELECT max(number) FROM gateway.syncs WHERE tenant_id = $1)`,
      [tenantId],
    );
    if (rows.length > 0) return;
    await wait(POLL_MS);
  }
}

async function bytesOf(watcher: Client): Promise<number> {
  const { rows } = await watcher.query<{ bytes: string }>(
    `SELECT sum(pg_total_relation_size(c.oid)) AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('audit', 'audit_keys') AND c.relkind = 'r'
        AND c.relname NOT IN ('staged_rows', 'snapshot_marks', 'replays')`,
  );
  return Number(rows[0]?.bytes ?? 0);
}

/** What the record's bytes alone take: hashed once, and copied into an empty table of another database. */
async function floorOf(watcher: Client, databaseUrl: string, tenantId: string): Promise<{ sha: number; copy: number }> {
  const chunks: Buffer[] = [];
  const rows = `SELECT bytes FROM audit.entries WHERE tenant_id = '${tenantId}'
                UNION ALL SELECT bytes FROM audit.payloads WHERE tenant_id = '${tenantId}'`;
  for await (const chunk of watcher.query(copyTo(`COPY (${rows}) TO STDOUT`))) chunks.push(chunk as Buffer);
  const all = Buffer.concat(chunks);
  const before = performance.now();
  hash('sha256', all);
  const sha = (performance.now() - before) / 1000;
  const copy = await connected(databaseUrl, async (client) => {
    await client.query('CREATE TABLE same_bytes (bytes bytea NOT NULL)');
    const began = performance.now();
    await pipeline(Readable.from(chunks), client.query(copyFrom('COPY same_bytes FROM STDIN')));
    return (performance.now() - began) / 1000;
  });
  return { sha, copy };
}
