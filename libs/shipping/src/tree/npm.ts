import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs npm in a folder. @throws Error with what npm said. */
export async function npm(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('npm', [...args, '--no-update-notifier'], { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
