import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `PeopleSync/<version> (+https://wethrive.net)`: PeopleHR's front door turns anonymous clients away. */
export function peopleHrUserAgent(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
  const version: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : '';
  return `PeopleSync/${typeof version === 'string' ? version : '0'} (+https://wethrive.net)`;
}
