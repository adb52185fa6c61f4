import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether a process lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A folder for a server of this run; its name tells the owner, so that a later run may clear up after a killed one. */
export async function serverFolder(kind: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `peoplesync-${kind}-${process.pid}-`));
}

/**
 * Ends what killed runs left behind: folders whose owner is gone. The process that a `pid` file names is killed only if
 * its command line names that folder.
 */
export async function sweep(kind: string): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = new RegExp(`^peoplesync-${kind}-(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = join(tmpdir(), name);
    for (const file of ['pid', 'data/postmaster.pid']) {
      const pid = Number((await readFile(join(folder, file), 'utf8').catch(() => '')).split('\n')[0]);
      if (!(pid > 1) || !isAlive(pid)) continue;
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (command.includes(folder)) process.kill(pid, 'SIGKILL');
    }
    await rm(folder, { recursive: true, force: true });
  }
}
