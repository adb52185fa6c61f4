import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Programs whose word is another than their folder's name. */
const WORDS: Readonly<Record<string, string>> = { 'peoplehr-simulator': 'simulator' };

/**
 * The programs that lie in a folder of apps, by the word that starts each: what was not put into the image is not there.
 * @returns the path of each one's `main.js`, sorted by word.
 */
export function programsIn(apps: string): ReadonlyMap<string, string> {
  const found = readdirSync(apps)
    .filter((folder) => folder !== 'launcher')
    .map((folder) => [WORDS[folder] ?? folder, join(apps, folder, 'dist', 'main.js')] as const)
    .filter(([, main]) => existsSync(main));
  return new Map(found.sort(([one], [other]) => (one < other ? -1 : 1)));
}
