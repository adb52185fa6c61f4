import { randomUUID } from 'node:crypto';
import { employeeFields } from '@people-sync/contracts';
import { DryRun, type StagedEnding } from '@people-sync/reconciler';
import type { EntityManager } from 'typeorm';
import { costOf, median, type Cost } from '../cost';
import { backendCpuSeconds, usageOf } from '../usage';
import { ATTEMPT, type StagedChange } from './staged-change';

/** Runs of which the one in the middle counts. */
const RUNS = 3;

/** What it costs to make a plan of a staged snapshot. */
export interface DryRunCost {
  readonly whole: Cost;
  /** Of it, from the moment a statement is sent until its rows are read. */
  readonly statements: Omit<Cost, 'peakMb'>;
  readonly judged: number;
  readonly items: number;
  /** Resident size before the first plan, in MB (10^6 bytes). */
  readonly atRestMb: number;
}

/** `node dry-run.main.js <database url> <staged change as JSON> apply|repair`: prints a DryRunCost. */
async function main([databaseUrl = '', staged = '', mode = '']: readonly string[]): Promise<void> {
  const ending = endingOf(JSON.parse(staged) as StagedChange, mode === 'repair' ? 'repair' : 'apply');
  const dryRun = await DryRun.on(databaseUrl);
  const runs: DryRunCost[] = [];
  for (let run = 0; run < RUNS; run++) {
    runs.push(await dryRun.dataSource.transaction((tx) => planned(dryRun, tx, ending)));
  }
  await dryRun.close();
  const whole = median(runs.map((run) => run.whole));
  const peakMb = runs.at(-1)?.whole.peakMb ?? 0;
  const middle = runs.find((run) => run.whole === whole);
  console.log(JSON.stringify({ ...middle, whole: { ...whole, peakMb }, atRestMb: runs[0]?.atRestMb }));
}

async function planned(dryRun: DryRun, tx: EntityManager, ending: StagedEnding): Promise<DryRunCost> {
  const rows = await tx.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
  const backend = rows[0]?.pid ?? 0;
  const statements = attributed(tx, backend);
  const atRestMb = usageOf(process.pid).peakMb;
  let [judged, items] = [0, 0];
  const whole = await costOf(
    async () => {
      const plan = await dryRun.plan(tx, ending);
      if (plan?.outcome !== 'applying')
        throw new Error(`the plan is ${plan?.outcome}: ${plan?.heldBecause.join(', ')}`);
      [judged, items] = [plan.judged.length, plan.items.length];
    },
    () => [backend],
  );
  return { whole, statements: statements(), judged, items, atRestMb };
}

/** Counts what the transaction's statements cost from now on; they are issued one after the other. */
function attributed(tx: EntityManager, backend: number): () => DryRunCost['statements'] {
  const sum = { wallSeconds: 0, cpuSeconds: 0, databaseCpuSeconds: 0 };
  const query = tx.query.bind(tx);
  tx.query = async <T>(sql: string, values?: unknown[]): Promise<T> => {
    const [cpu, database, started] = [process.cpuUsage(), backendCpuSeconds(backend), performance.now()];
    const result = await query<T>(sql, values);
    const { user, system } = process.cpuUsage(cpu);
    sum.wallSeconds += (performance.now() - started) / 1000;
    sum.cpuSeconds += (user + system) / 1e6;
    sum.databaseCpuSeconds += backendCpuSeconds(backend) - database;
    return result;
  };
  return () => sum;
}

function endingOf({ tenantId, number, companyId, people }: StagedChange, mode: 'apply' | 'repair'): StagedEnding {
  const header = { number, attempt: ATTEMPT, mode };
  const answer = {
    ...header,
    count: people,
    digest: '0'.repeat(64),
    takenAt: new Date().toISOString(),
    requestedAt: new Date().toISOString(),
    companyId,
    fieldsPresent: [...employeeFields],
    statusCounts: {},
  };
  return {
    ...header,
    kind: 'completed',
    tenantId,
    syncId: randomUUID(),
    actor: undefined,
    traceparent: undefined,
    answer,
    reason: null,
  };
}

void main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
