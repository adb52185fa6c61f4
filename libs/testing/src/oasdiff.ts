import { homedir } from 'node:os';
import { join } from 'node:path';
import { isExecutable } from './executable';

/** The version that .ci/run installs. */
export const OASDIFF_VERSION = '1.37.0';

/**
 * The program that compares two OpenAPI documents: OASDIFF_PATH, else the one that .ci/run keeps; empty if there is none
 * (`describeReal('oasdiff')` skips then).
 */
export function oasdiffPath(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const cache = env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache');
  const program = env['OASDIFF_PATH'] || join(cache, 'people-sync', `oasdiff-${OASDIFF_VERSION}`, 'oasdiff');
  return isExecutable(program) ? program : '';
}
