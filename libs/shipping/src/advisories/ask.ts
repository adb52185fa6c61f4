import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeJson } from '../tree/json-file';
import { type Asked, readReport } from './report';

/** Known since 2020 to be weak (GHSA-xvch-5gv4-984h): whoever does not name it knows nothing. */
const WEAK = { name: 'minimist', version: '0.0.8' };

/** Asks the registry about every package of a lock file. @param folder of the lock file. */
export function ask(folder: string): Promise<Asked> {
  return new Promise((resolve) => {
    const args = ['audit', '--json', '--package-lock-only', '--no-update-notifier', '--fetch-retries=1'];
    // It ends with an error if there are advisories, too: what counts is what it says.
    execFile('npm', args, { cwd: folder, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 }, (error, stdout) => {
      resolve(
        error?.killed === true ? { kind: 'no-answer', reason: 'the registry does not answer' } : readReport(stdout),
      );
    });
  });
}

/** Asks about a package that has an advisory. */
export async function askControl(): Promise<Asked> {
  const folder = await mkdtemp(join(tmpdir(), 'peoplesync-control-'));
  try {
    const { name, version } = WEAK;
    const root = { name: 'control', version: '1.0.0', dependencies: { [name]: version } };
    writeJson(join(folder, 'package.json'), root);
    const packages = { '': root, [`node_modules/${name}`]: { version } };
    writeJson(join(folder, 'package-lock.json'), {
      name: root.name,
      version: root.version,
      lockfileVersion: 3,
      packages,
    });
    return await ask(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
