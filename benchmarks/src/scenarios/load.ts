import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { allFinal } from '../final-states';
import { prepareFloor } from '../floor/floor';
import { measured, type Pass } from '../measured';
import type { Measured } from '../measured-system';
import { type BenchTenant, inLanes } from '../simulated';

const run = promisify(execFile);
/** Requests at once from the platform: it starts thousands of syncs, not one after the other. */
const LANES = 16;
const CHANGED = 0.03;

/** One load: how many companies of how many people. */
export interface Load {
  readonly name: string;
  readonly tenants: number;
  readonly employees: number;
  /** The design's limits for first load, no change, 3 % change: times the floor's wall time. */
  readonly limits: readonly [number, number, number];
}

/** A pass beside the floor's. */
export interface Compared {
  readonly pass: Pass;
  readonly floorSeconds: number;
  readonly limit: number;
}

/** First load, nothing changed, 3 % changed: PeopleSync and the floor program, each on the same answers. */
export async function compareLoad(system: Measured, load: Load): Promise<Compared[]> {
  const tenants = await prepare(system, load);
  const names = tenants.map((tenant) => tenant.tenantId);
  const floorDatabase = await system.floorDatabase();
  await prepareFloor(floorDatabase);
  const watcher = new Client({ connectionString: system.databaseUrl });
  await watcher.connect();
  const results: Compared[] = [];
  const both = async (name: string, limit: number): Promise<void> => {
    const pass = await measured(name, system.processes, async () => {
      await inLanes(names, LANES, async (tenant) => {
        await system.door.sync(tenant);
      });
      await allFinal(watcher, names);
    });
    results.push({ pass, floorSeconds: await floorSeconds(system, floorDatabase, tenants), limit });
  };
  try {
    await both('first load', load.limits[0]);
    await both('no change', load.limits[1]);
    await inLanes(tenants, LANES, async (tenant) => {
      await system.peoplehr.change(tenant.companyId, CHANGED, 3);
    });
    await both('3 % change', load.limits[2]);
  } finally {
    await watcher.end();
  }
  return results;
}

async function prepare(system: Measured, load: Load): Promise<BenchTenant[]> {
  const tenants: BenchTenant[] = [];
  await inLanes(
    Array.from({ length: load.tenants }, (_, n) => n),
    LANES,
    async (n) => {
      const tenantId = `${load.name}-${n}`;
      const { companyId, key } = await system.peoplehr.company(load.employees, n + 1);
      tenants.push({ tenantId, companyId, apiKey: key });
      await system.door.createTenant(tenantId);
      await system.door.connect(tenantId, key);
    },
  );
  return tenants;
}

/** The floor as a process of its own; its start is part of neither figure, so it is taken off. */
async function floorSeconds(system: Measured, database: string, tenants: readonly BenchTenant[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'peoplesync-floor-'));
  const list = join(folder, 'tenants.json');
  const program = join(__dirname, '..', 'floor', 'floor.main.js');
  try {
    await writeFile(list, JSON.stringify(tenants));
    const { stdout } = await run(process.execPath, [program, database, system.peoplehr.url, list]);
    return Number(stdout.trim());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
