import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cost } from '../cost';
import { inOwnProcess } from '../own-process';
import type { FloorTenant } from './floor';

/** The floor once, as a process of its own. */
export async function runFloor(database: string, peoplehr: string, tenants: readonly FloorTenant[]): Promise<Cost> {
  const folder = await mkdtemp(join(tmpdir(), 'peoplesync-floor-'));
  const list = join(folder, 'tenants.json');
  try {
    await writeFile(list, JSON.stringify(tenants));
    return await inOwnProcess<Cost>('floor/floor.main.js', [database, peoplehr, list]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
