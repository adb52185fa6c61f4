/// <reference types="jest" />
import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { chartTools } from './chart-tools';
import { chromiumPath } from './chromium';
import { GRPC_PYTHON_VERSION, grpcPython } from './grpc-python';
import { OASDIFF_VERSION, oasdiffPath } from './oasdiff';
import { noteVerifier } from './note-verifier';
import { prometheusPath } from './servers/prometheus';
import { SCHEMATHESIS_VERSION, schemathesisPath } from './schemathesis';
import { versionBefore } from './version-before';

/** The parts that a suite may need beside Node. */
export type RealPart =
  | 'postgres'
  | 'kafka'
  | 'chromium'
  | 'schemathesis'
  | 'chart-tools'
  | 'image'
  | 'version-before'
  | 'prometheus'
  | 'grpc-python'
  | 'oasdiff'
  | 'note-verifier';

const addresses: Record<RealPart, () => string> = {
  postgres: () => process.env['TEST_DATABASE_URL'] ?? '',
  kafka: () => process.env['TEST_KAFKA_BROKERS'] ?? '',
  chromium: () => chromiumPath() ?? '',
  schemathesis: () => schemathesisPath() ?? '',
  'chart-tools': () => chartTools() ?? '',
  image: () => process.env['TEST_DOCKER_HOST'] ?? '',
  'version-before': () => versionBefore() ?? '',
  prometheus: () => prometheusPath() ?? '',
  'grpc-python': () => grpcPython(),
  oasdiff: () => oasdiffPath(),
  'note-verifier': () => noteVerifier() ?? '',
};

const toInstall: Record<RealPart, string> = {
  postgres: 'see the start of this run for what to install',
  kafka: 'see the start of this run for what to install',
  chromium: 'install Chromium (Debian: chromium), or set CHROMIUM_PATH',
  schemathesis: `pip install schemathesis==${SCHEMATHESIS_VERSION} into a venv, and set SCHEMATHESIS_PATH to its program`,
  'chart-tools': 'run .ci/chart-tools once (it needs npm, unzip, go, mvn, python3)',
  image: "make it ('npm run image -- --local-bases'), and set TEST_DOCKER_HOST to the engine that it names",
  prometheus: 'install Prometheus (Debian: prometheus), or set PROMETHEUS_PATH',
  'grpc-python': `pip install grpcio==${GRPC_PYTHON_VERSION} grpcio-tools==${GRPC_PYTHON_VERSION} into a venv, and set GRPC_PYTHON_PATH to its python`,
  oasdiff: `go install github.com/oasdiff/oasdiff@v${OASDIFF_VERSION}, and set OASDIFF_PATH to the program`,
  'note-verifier': 'run .ci/note-verifier once (it needs go)',
  'version-before': 'run .ci/version-before once (it needs npm, and the history of this repository)',
};

/**
 * `describe` for a suite that needs real parts. Where one is missing the suite is skipped, counted as skipped, and one
 * loud line says what to install; with REQUIRE_REAL_PARTS=1 (CI) it fails instead.
 */
export function describeReal(...parts: readonly RealPart[]): jest.Describe {
  const missing = parts.filter((part) => addresses[part]() === '');
  if (missing.length === 0) return describe;
  const said = missing.map((part) => `${part} is missing: ${toInstall[part]}`).join('; ');
  if (process.env['REQUIRE_REAL_PARTS'] === '1') throw new Error(said);
  process.stderr.write(`\n!!! ${expect.getState().testPath ?? 'a suite'} is skipped: ${said}\n`);
  return describe.skip;
}

/** The run's Kafka. */
export function kafkaBrokers(): string[] {
  return addresses
    .kafka()
    .split(',')
    .filter((broker) => broker !== '');
}

/** A database of a suite's own. */
export interface TestDatabase {
  /** As a superuser, so that roles can be made in it. */
  readonly url: string;
  drop(): Promise<void>;
}

/** Makes an empty database on the run's server. */
export async function provideTestDatabase(): Promise<TestDatabase> {
  const server = addresses.postgres();
  if (server === '') throw new Error('there is no PostgreSQL in this run: use describeReal');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin(server, `CREATE DATABASE ${escapeIdentifier(name)}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: () => admin(server, `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
  };
}

/** A tenant id that no other test uses. */
export function aTenantId(): string {
  return `t-${randomBytes(6).toString('hex')}`;
}

async function admin(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
