import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mayEnter, postgresUser, rootsPlace } from '@people-sync/platform';

const run = promisify(execFile);

/** What runs out of a folder in the system's temporary directory. */
export type Kind = 'postgres' | 'kafka' | 'system' | 'prometheus';

/** Where PostgreSQL writes its process id, below the folders of each kind; all else writes `*.pid`. */
const POSTMASTERS = ['data/postmaster.pid', 'data/postgres/data/postmaster.pid'];

/** The system's temporary directory; root's place if PostgreSQL's user may not enter that. */
async function place(): Promise<string> {
  const user = await postgresUser();
  return user.uid === undefined || (await mayEnter(tmpdir(), user)) ? tmpdir() : rootsPlace();
}

/** A folder for a server of this run; its name tells the owner, so that a later run may clear up after a killed one. */
export async function serverFolder(kind: Kind): Promise<string> {
  return mkdtemp(join(await place(), `peoplesync-${kind}-${process.pid}-`));
}

/** Clears up after killed runs: folders whose owner is gone, and what still runs out of them. */
export async function sweep(kind: Kind): Promise<void> {
  const folder = await place();
  for (const name of await readdir(folder)) {
    const owner = new RegExp(`^peoplesync-${kind}-(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    await endProcessesOf(join(folder, name));
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Kills what the folder's pid files name, but only if its command line names that folder: ids are used again. */
export async function endProcessesOf(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const file of [...names.filter((name) => name.endsWith('.pid')), ...POSTMASTERS]) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '');
    const pid = Number(text.split('\n')[0]);
    if (Number.isInteger(pid) && pid > 1 && (await commandOf(pid)).includes(folder)) killIfAlive(pid);
  }
}

/** Whether a process lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function commandOf(pid: number): Promise<string> {
  const linux = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (linux !== undefined) return linux;
  return run('ps', ['-o', 'command=', '-ww', '-p', String(pid)]).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}
