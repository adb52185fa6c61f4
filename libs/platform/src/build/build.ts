import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which build of PeopleSync this is. */
export interface Build {
  /** As in package.json. */
  readonly version: string;
  /** Of the source; `unknown` if nobody said. */
  readonly revision: string;
}

/** @param revision as whoever made the build told it */
export function buildOf(revision: string | undefined): Build {
  return { version: ownVersion(), revision: revision ?? 'unknown' };
}

/** Of this project. */
export function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
  const version: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : '';
  return typeof version === 'string' ? version : '0';
}
