import { delimiter, join } from 'node:path';
import { isExecutable } from './executable';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * The browser for console tests: CHROMIUM_PATH, else the first one on the PATH; undefined if there is none
 * (`describeReal('chromium')` skips then). As root it needs `--no-sandbox`.
 */
export function chromiumPath(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const given = env['CHROMIUM_PATH'];
  if (given) return isExecutable(given) ? given : undefined;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}
