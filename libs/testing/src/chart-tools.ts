import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const script = join(__dirname, '../../../.ci/chart-tools');

/**
 * The folder that `.ci/chart-tools` made: helm and kubectl, and the schemas of Kubernetes and of operators. CHART_TOOLS, or
 * where the script keeps it; undefined if it was not run.
 */
export function chartTools(): string | undefined {
  const told = process.env['CHART_TOOLS'];
  if (told !== undefined) return told;
  const cache =
    process.env['CHART_TOOLS_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'people-sync');
  const key = createHash('sha256').update(readFileSync(script)).digest('hex').slice(0, 16);
  const folder = join(cache, `chart-tools-${key}`);
  return existsSync(folder) ? folder : undefined;
}
