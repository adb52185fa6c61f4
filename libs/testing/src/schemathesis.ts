import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isExecutable } from './executable';

/** The version that .ci/run installs. */
export const SCHEMATHESIS_VERSION = '4.32.5';

/**
 * The program that tries an HTTP interface against its own description: SCHEMATHESIS_PATH, else the one that .ci/run
 * keeps, else the first on the PATH; undefined if there is none (`describeReal('schemathesis')` skips then).
 */
export function schemathesisPath(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const given = env['SCHEMATHESIS_PATH'];
  if (given) return isExecutable(given) ? given : undefined;
  const cache = env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache');
  const kept = join(cache, 'people-sync', `schemathesis-${SCHEMATHESIS_VERSION}`, 'bin');
  const folders = [kept, ...(env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')];
  return folders.map((folder) => join(folder, 'schemathesis')).find(isExecutable);
}
