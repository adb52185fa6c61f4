import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GRPC_PYTHON_VERSION, grpcPython } from './grpc-python';

/** A folder with a program in it. */
async function withPython(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const program = join(folder, 'python');
  await writeFile(program, '#!/bin/sh\n');
  await chmod(program, 0o755);
  return program;
}

describe('the Python that speaks gRPC', () => {
  it('is the one that GRPC_PYTHON_PATH names, else the one that CI keeps, else missing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'grpc-python-'));
    expect(grpcPython({ XDG_CACHE_HOME: folder })).toBe('');
    const kept = await withPython(join(folder, `people-sync/grpcio-${GRPC_PYTHON_VERSION}/bin`));
    expect(grpcPython({ XDG_CACHE_HOME: folder })).toBe(kept);
    const mine = await withPython(join(folder, 'mine'));
    expect(grpcPython({ XDG_CACHE_HOME: folder, GRPC_PYTHON_PATH: mine })).toBe(mine);
    expect(grpcPython({ XDG_CACHE_HOME: folder, GRPC_PYTHON_PATH: '/nowhere/python' })).toBe('');
  });

  it('is installed by CI in the version that is looked for', () => {
    const ci = readFileSync(join(__dirname, '../../../.ci/run'), 'utf8');
    expect(ci).toContain(`grpcio=${GRPC_PYTHON_VERSION}\n`);
  });
});
