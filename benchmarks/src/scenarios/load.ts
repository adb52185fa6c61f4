import { Client } from 'pg';
import { connectedCompanies, LANES } from '../companies';
import type { Cost } from '../cost';
import { allEnded, mustHave, type Outcome } from '../final-states';
import { prepareFloor } from '../floor/floor';
import { runFloor } from '../floor/run-floor';
import { measured, type Pass } from '../measured';
import type { Measured } from '../measured-system';
import { inLanes } from '../simulated';

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
  readonly floor: Cost;
  readonly limit: number;
}

/** First load, nothing changed, 3 % changed: PeopleSync and the floor program, each on the same answers. */
export async function compareLoad(system: Measured, load: Load): Promise<Compared[]> {
  const tenants = await connectedCompanies(system, load);
  const names = tenants.map((tenant) => tenant.tenantId);
  const everybody = load.tenants * load.employees;
  const floorDatabase = await system.floorDatabase();
  await prepareFloor(floorDatabase);
  const watcher = new Client({ connectionString: system.databaseUrl });
  await watcher.connect();
  const results: Compared[] = [];
  const both = async (name: string, limit: number, expected: Partial<Outcome>): Promise<void> => {
    const pass = await measured(name, system.processes, system.postmaster, async () => {
      await inLanes(names, LANES, async (tenant) => {
        await system.door.sync(tenant);
      });
      mustHave(await allEnded(watcher, names), expected);
    });
    results.push({ pass, floor: await runFloor(floorDatabase, system.peoplehr.url, tenants), limit });
  };
  try {
    await both('first load', load.limits[0], { joined: everybody });
    await both('no change', load.limits[1], { unchanged: everybody });
    let changed = 0;
    await inLanes(tenants, LANES, async (tenant) => {
      const people = await system.peoplehr.change(tenant.companyId, CHANGED, 3);
      changed += people;
    });
    await both('3 % change', load.limits[2], { changed, unchanged: everybody - changed });
  } finally {
    await watcher.end();
  }
  return results;
}
