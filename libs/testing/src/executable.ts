import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** True for a file that may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The program that is given, else the first of these names on the PATH; undefined if there is none. */
export function programAt(
  given: string | undefined,
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (given) return isExecutable(given) ? given : undefined;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}
