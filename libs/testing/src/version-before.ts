import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const baseline = join(__dirname, '../../../apps/provision/src/upgrades/baseline.json');

/**
 * The folder that `.ci/version-before` made: the services of the version before this one, as its image had them. VERSION_BEFORE,
 * or where the script keeps it; undefined if it was not run.
 */
export function versionBefore(): string | undefined {
  const told = process.env['VERSION_BEFORE'];
  if (told !== undefined) return told;
  const { tree } = JSON.parse(readFileSync(baseline, 'utf8')) as { readonly tree: string };
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'people-sync');
  const folder = join(cache, `version-${tree.slice(0, 16)}`);
  return existsSync(folder) ? folder : undefined;
}
