import { programAt } from './executable';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * The browser for console tests: CHROMIUM_PATH, else the first one on the PATH; undefined if there is none
 * (`describeReal('chromium')` skips then). As root it needs `--no-sandbox`.
 */
export function chromiumPath(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  return programAt(env['CHROMIUM_PATH'], NAMES, env);
}
