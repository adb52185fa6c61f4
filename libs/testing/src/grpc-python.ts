import { homedir } from 'node:os';
import { join } from 'node:path';
import { isExecutable } from './executable';

/** The version of grpcio, grpcio-status and grpcio-tools that .ci/run installs. */
export const GRPC_PYTHON_VERSION = '1.85.1';

/**
 * A Python that compiles .proto files and speaks gRPC: GRPC_PYTHON_PATH, else the one that .ci/run keeps; empty if there is
 * none (`describeReal('grpc-python')` skips then).
 */
export function grpcPython(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const given = env['GRPC_PYTHON_PATH'];
  const cache = env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache');
  const python = given || join(cache, 'people-sync', `grpcio-${GRPC_PYTHON_VERSION}`, 'bin', 'python');
  return isExecutable(python) ? python : '';
}
