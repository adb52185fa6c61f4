import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs one of the benchmark's own programs in a process of its own, so that memory and CPU are its alone.
 * @param program below this folder, e.g. `floor/floor.main.js`
 * @returns what it printed, as JSON
 * @throws with what it said if it failed
 */
export async function inOwnProcess<T>(program: string, args: readonly (string | number)[]): Promise<T> {
  const { stdout } = await run(process.execPath, [join(__dirname, program), ...args.map(String)]);
  return JSON.parse(stdout) as T;
}
