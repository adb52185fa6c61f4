import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Of a file whose shape the caller knows, since it is ours or npm's. */
export const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

export function writeJson(path: string, content: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}
