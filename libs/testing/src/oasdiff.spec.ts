import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OASDIFF_VERSION, oasdiffPath } from './oasdiff';

/** A folder with a program in it. */
function withProgram(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'oasdiff');
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, 0o755);
  return program;
}

describe('the program that compares OpenAPI documents', () => {
  it('is the one that OASDIFF_PATH names, else the one that CI keeps, else missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'oasdiff-'));
    expect(oasdiffPath({ XDG_CACHE_HOME: folder })).toBe('');
    const kept = withProgram(join(folder, `people-sync/oasdiff-${OASDIFF_VERSION}`));
    expect(oasdiffPath({ XDG_CACHE_HOME: folder })).toBe(kept);
    const mine = withProgram(join(folder, 'mine'));
    expect(oasdiffPath({ XDG_CACHE_HOME: folder, OASDIFF_PATH: mine })).toBe(mine);
    expect(oasdiffPath({ XDG_CACHE_HOME: folder, OASDIFF_PATH: '/nowhere/oasdiff' })).toBe('');
  });

  it('is installed by CI in the version that is looked for', () => {
    const ci = readFileSync(join(__dirname, '../../../.ci/run'), 'utf8');
    expect(ci).toContain(`oasdiff=${OASDIFF_VERSION}\n`);
  });
});
