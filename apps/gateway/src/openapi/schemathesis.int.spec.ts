import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aTenantId, describeReal, provideTestDatabase, schemathesisPath } from '@people-sync/testing';
import { propertyRuns } from '@people-sync/testing/property-runs';
import { aDecision, aProblem } from '../rig/answers.testkit';
import { fillTenant } from '../rig/filled-tenant.testkit';
import { GatewayRig } from '../rig/gateway.testkit';

// Ends a test that would wait for ever; a busy machine may take its time.
jest.setTimeout(900_000);

const PERSON = '11111111-1111-4111-8111-111111111111';

/** With which invalid input may be refused; its own list has none for what is too large. */
const REFUSALS = [400, 401, 403, 404, 409, 413, 415, 422, 429, 431];

/** How a run of the program ended. */
interface Run {
  readonly code: number;
  readonly output: string;
}

describeReal('postgres', 'schemathesis')('the HTTP interface, tried by its own description', () => {
  const tenant = aTenantId();
  let rig: GatewayRig;
  let token: string;
  let syncId: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), {
      RATE_LIMIT_PER_MINUTE: '10000000',
      LOG_LEVEL: 'error',
    });
    ({ token, syncId } = await fillTenant(rig, tenant, PERSON));
  });
  afterAll(() => rig.stop());

  /** Good ids, so that what is tried comes further than the path; and the refusals that there are. */
  const settings = (): string =>
    [
      `parameters = { "path.tenant" = "${tenant}" }`,
      '[checks]',
      `negative_data_rejection.expected-statuses = [${REFUSALS.join()}]`,
      ...Object.entries({
        syncId,
        personId: PERSON,
        decisionId: aDecision().decisionId,
        problemId: aProblem().problemId,
        parkedId: Buffer.from(`gateway peoplesync.changes ${tenant}`).toString('base64url'),
      }).flatMap(([name, id]) => [
        '[[operations]]',
        `include-path-regex = "\\\\{${name}\\\\}"`,
        `parameters = { "path.tenant" = "${tenant}", "path.${name}" = "${id}" }`,
      ]),
    ].join('\n');

  const run = async (args: readonly string[]): Promise<Run> => {
    const folder = await mkdtemp(join(tmpdir(), 'schemathesis-'));
    const config = join(folder, 'schemathesis.toml');
    await writeFile(config, settings());
    const all = ['--config-file', config, 'run', ...args, `${rig.gateway.http ?? ''}/openapi.json`];
    return new Promise((resolve) => {
      execFile(schemathesisPath() ?? '', all, { cwd: folder, maxBuffer: 100_000_000 }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output: stdout + stderr });
      });
    });
  };

  it('has no fault, refuses what it says that it refuses, and asks everybody who they are', async () => {
    const checks = 'not_a_server_error,negative_data_rejection,ignored_auth';
    const { code, output } = await run([
      ...['--header', `Authorization: Bearer ${token}`],
      ...['--checks', checks],
      ...['--phases', 'examples,coverage,fuzzing'],
      ...['--max-examples', String(propertyRuns(5))],
      ...['--seed', process.env['ODD_SEED'] ?? '1'],
      ...['--request-timeout', '60'],
      '--continue-on-failure',
    ]);
    expect(code === 0 ? 'nothing found' : output).toBe('nothing found');
  });
});
