import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCHEMATHESIS_VERSION, schemathesisPath } from './schemathesis';

/** A folder with a program of this name. */
async function withProgram(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const program = join(folder, 'schemathesis');
  await writeFile(program, '#!/bin/sh\n');
  await chmod(program, 0o755);
  return program;
}

describe('the program that tries the HTTP interface', () => {
  it('is the one that SCHEMATHESIS_PATH names, then the one that CI keeps, then one on the PATH', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'schemathesis-'));
    const onPath = await withProgram(join(folder, 'path'));
    const env = { XDG_CACHE_HOME: join(folder, 'cache'), PATH: join(folder, 'path') };
    expect(schemathesisPath(env)).toBe(onPath);
    const kept = await withProgram(join(folder, `cache/people-sync/schemathesis-${SCHEMATHESIS_VERSION}/bin`));
    expect(schemathesisPath(env)).toBe(kept);
    const mine = await withProgram(join(folder, 'mine'));
    expect(schemathesisPath({ ...env, SCHEMATHESIS_PATH: mine })).toBe(mine);
  });

  it('is missing if the named one cannot be run, or there is none', () => {
    expect(schemathesisPath({ SCHEMATHESIS_PATH: '/nowhere/schemathesis' })).toBeUndefined();
    expect(schemathesisPath({ XDG_CACHE_HOME: '/nowhere', PATH: '/nowhere' })).toBeUndefined();
  });

  it('is installed by CI in the version that is looked for', () => {
    const ci = readFileSync(join(__dirname, '../../../.ci/run'), 'utf8');
    expect(ci).toContain(`schemathesis=${SCHEMATHESIS_VERSION}\n`);
  });
});
