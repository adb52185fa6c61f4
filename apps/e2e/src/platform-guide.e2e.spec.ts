import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  aTenantId,
  describeReal,
  grpcPython,
  provideTestDatabase,
  type RunningSystem,
  startSystem,
  type TestDatabase,
} from '@people-sync/testing';
import { Client } from 'pg';
import { Customer } from './doors/customer.client';
import { programsIn } from './guide/programs';
import { Workshop } from './guide/workshop';

const root = join(__dirname, '../../..');
const PEOPLE = 40;

describeReal(
  'postgres',
  'kafka',
  'grpc-python',
)('the guide for the platform’s engineers', () => {
  let system: RunningSystem;
  let copy: TestDatabase;
  let workshop: Workshop;
  let customer: Customer;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    system = await startSystem({ form: 'distributed' });
    copy = await provideTestDatabase();
    workshop = await Workshop.open(programsIn(await readFile(join(root, 'docs/platform.md'), 'utf8')));
    customer = await Customer.onlyInPeopleHr(system, aTenantId(), { employees: PEOPLE, seed: 3 });
    const tokenFile = join(await mkdtemp(join(tmpdir(), 'platform-')), 'token');
    await writeFile(tokenFile, `${system.token}\n`, { mode: 0o600 });
    env = {
      PEOPLESYNC_URL: system.http,
      PEOPLESYNC_GRPC: system.grpc,
      PEOPLESYNC_TOKEN_FILE: tokenFile,
      PEOPLESYNC_PROTO: join(root, 'libs/contracts/proto'),
      PEOPLEHR_KEY: customer.key,
      TENANT: customer.tenant,
      COPY_DATABASE_URL: copy.url,
    };
    expect(await workshop.compile()).toEqual({ code: 0, output: '' });
  });
  afterAll(async () => {
    await workshop.close();
    await system.stop();
    await copy.drop();
  });

  const run = async (name: string, job = name): Promise<string> => {
    const { code, output } = await workshop.program(name, { ...env, JOB: job }, grpcPython());
    expect([name, code, output]).toEqual([name, 0, expect.any(String)]);
    return output;
  };

  /** The company's rows in the copy, by person. */
  const copied = async (): Promise<Record<string, string>> => {
    const client = new Client({ connectionString: copy.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ person: { personId: string; status: string } }>(
        'SELECT person FROM copied_people WHERE tenant = $1',
        [customer.tenant],
      );
      return Object.fromEntries(rows.map(({ person }) => [person.personId, statusOf(person.status)]));
    } finally {
      await client.end();
    }
  };
  const table = async (): Promise<Record<string, string>> =>
    Object.fromEntries([...(await customer.people()).values()].map(({ personId, status }) => [personId, status]));

  it('makes a company, connects it, and comes to its people; the same job again is the same sync', async () => {
    const output = await run('platform.mts');
    expect(output).toContain('connected to ');
    expect(output).toMatch(/^SYNC_STATUS_COMPLETED: /m);
    expect((await customer.people()).size).toBe(PEOPLE);
    const again = await run('platform.mts');
    expect(again).toMatch(/^SYNC_STATUS_COMPLETED: /m);
    const syncs = (await customer.call('GET', '/syncs')).body as { items: unknown[] };
    expect(syncs.items).toHaveLength(1);
  });

  it('previews and reads over HTTP, with types from the OpenAPI document', async () => {
    const output = await run('http.mts');
    expect(output).toMatch(/^sync \d+ is (queued|requested)/m);
    expect(output).toContain(`${PEOPLE} active people`);
  });

  it('keeps a mirror that equals the table: of the list, then of the feed, ended and run again', async () => {
    await run('mirror.mts');
    expect(await copied()).toEqual(await table());
    await customer.changeInPeopleHr(0.5, 'location', 'Harrogate');
    await customer.sync();
    await run('mirror.mts');
    expect(await copied()).toEqual(await table());
  });

  it('approves a plan that waits, by its hash and in somebody’s name', async () => {
    await customer.inPeopleHr('POST', '/leave', { fraction: 0.5, seed: 5, leavingDate: '2024-03-31' });
    const output = await run('platform.mts', 'after-many-left');
    expect(output).toMatch(/^SYNC_STATUS_HELD$/m);
    expect(output).toMatch(/\d+ changes wait: \S/);
    expect(output).toMatch(/^SYNC_STATUS_COMPLETED: /m);
    await run('mirror.mts');
    expect(await copied()).toEqual(await table());
    expect(Object.values(await copied())).toContain('inactive');
  });

  it('is followed in Python, compiled from the proto alone', async () => {
    await run('compile.sh');
    const output = await run('client.py');
    expect(output).toMatch(/^SYNC_STATUS_COMPLETED /m);
    expect(output.match(/^PERSON_STATUS_ACTIVE \S+@/gm)?.length).toBeGreaterThan(0);
    expect(output).toContain('NOT_FOUND not-found');
  });
});

/** A word as JSON has it, of gRPC's name for it. */
const statusOf = (name: string): string => name.replace('PERSON_STATUS_', '').toLowerCase();
