import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  aTenantId,
  describeReal,
  eventually,
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
const PEOPLE = 80;

/** Where somebody's manager left, somebody has to look at that. */
const DONE = /^SYNC_STATUS_COMPLETED(?:_WITH_PROBLEMS)?:? /m;

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
      SEATS: '200',
      COPY_DATABASE_URL: copy.url,
    };
    expect(await workshop.compile()).toEqual({ code: 0, output: '' });
  });
  afterAll(async () => {
    await workshop.close();
    await system.stop();
    await copy.drop();
  });

  const program = (name: string, more: Readonly<Record<string, string>> = {}) =>
    workshop.program(name, { ...env, JOB: name, ...more }, grpcPython());

  const run = async (name: string, more: Readonly<Record<string, string>> = {}): Promise<string> => {
    const { code, output } = await program(name, more);
    expect([name, code, output]).toEqual([name, 0, expect.any(String)]);
    return output;
  };

  /** As many leave as make the next sync wait, and there are enough left for the next time. */
  const manyLeave = () => customer.inPeopleHr('POST', '/leave', { fraction: 0.25, seed: 5, leavingDate: '2024-03-31' });

  /** The next sync waits for an OK; what somebody is shown of it. */
  const waits = async (job: string): Promise<{ SYNC: string; PLAN_HASH: string }> => {
    const output = await run('sync.mts', { JOB: job });
    expect(output).toMatch(/^SYNC_STATUS_HELD$/m);
    expect(output).toMatch(/^\d+ changes wait: \S/m);
    const [, SYNC = '', PLAN_HASH = ''] = /^sync (\S+) plan (\S+)$/m.exec(output) ?? [];
    return { SYNC, PLAN_HASH };
  };

  /** Runs statements on the copy's own database. */
  const onCopy = async (statement: string, values: readonly unknown[] = []) => {
    const client = new Client({ connectionString: copy.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement, [...values])).rows;
    } finally {
      await client.end();
    }
  };

  /** The company's rows in the copy, by person. */
  const copied = async (): Promise<Record<string, string>> => {
    const rows = await onCopy('SELECT person FROM copied_people WHERE tenant = $1', [customer.tenant]);
    return Object.fromEntries(
      rows.map(({ person }) => {
        const { personId, status, location } = person as { personId: string; status: string; location?: string };
        return [personId, `${statusOf(status)} in ${location ?? 'no place'}`];
      }),
    );
  };
  const table = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      [...(await customer.people()).values()].map(({ personId, status, location }) => [
        personId,
        `${status} in ${location ?? 'no place'}`,
      ]),
    );

  /** Run until what was done last has come by the feed, the copy equals the table. */
  const mirrored = (mirror: () => Promise<unknown> = () => run('mirror.mts')) =>
    eventually(async () => {
      await mirror();
      expect(await copied()).toEqual(await table());
    }, 60_000);

  it('makes a company, connects it, and comes to its people; the same job again is the same sync', async () => {
    expect(await run('company.mts')).toMatch(/^connected to \S/m);
    expect(await run('sync.mts')).toMatch(DONE);
    expect((await customer.people()).size).toBe(PEOPLE);
    expect(await run('sync.mts')).toMatch(DONE);
    const syncs = (await customer.call('GET', '/syncs')).body as { items: unknown[] };
    expect(syncs.items).toHaveLength(1);
  });

  it('changes nothing of a company that is there with other settings, and says so', async () => {
    expect(await run('company.mts')).not.toContain('is there already');
    expect(await run('company.mts', { SEATS: '250' })).toContain(
      'Northwind Tiles is there already, with 200 licences\nconnected to ',
    );
    expect((await customer.call('GET', '')).body).toMatchObject({ seats: 200 });
  });

  it('has a sync start every night, and says when the next one does', async () => {
    const schedule: unknown = JSON.parse(await run('schedule.sh'));
    expect(schedule).toMatchObject({ enabled: true, nextSyncAt: expect.stringMatching(/^20/) });
    expect((await customer.call('PUT', '/schedule', { enabled: false })).status).toBe(200);
  });

  it('previews and reads over HTTP, with types from the OpenAPI document', async () => {
    const output = await run('http.mts');
    expect(output).toMatch(/^sync \d+ is (queued|requested)/m);
    expect(output).toMatch(/^previewed$/m);
    expect(output).toContain(`${PEOPLE} active people`);
  });

  it('keeps a mirror that equals the table: of the list, then of the feed, ended and run again', async () => {
    await run('mirror.mts');
    expect(await copied()).toEqual(await table());
    await customer.changeInPeopleHr(0.5, 'location', 'Harrogate');
    await customer.sync();
    await mirrored();
    expect(Object.values(await copied())).toContain('active in Harrogate');
  });

  it('lets no company that cannot be copied stop the others, and forgets none', async () => {
    const nobody = { tenant: '0-nobody-of-ours' };
    await onCopy('INSERT INTO copied_behind VALUES ($1)', [nobody.tenant]);
    await customer.changeInPeopleHr(0.25, 'location', 'Whitby');
    await customer.sync();
    await mirrored(async () => {
      const { code, output } = await program('mirror.mts');
      expect([code, output]).toEqual([1, expect.stringMatching(/^0-nobody-of-ours stays behind: \S/m)]);
    });
    expect(Object.values(await copied())).toContain('active in Whitby');
    expect(await onCopy('SELECT tenant FROM copied_behind')).toEqual([nobody]);
    await onCopy('DELETE FROM copied_behind');
    await mirrored();
  });

  it('begins a copy anew that is of a day which PeopleSync does not know any more, and its place in the feed', async () => {
    const stranger = '5f0c3a52-6d4e-4f6e-9d53-0f3a4c1e7b10';
    await onCopy('INSERT INTO copied_people VALUES ($1, $2, $3)', [customer.tenant, stranger, { personId: stranger }]);
    await onCopy('UPDATE copied_places SET place = $1', [{ at: 1_000_000, cursor: null }]);
    await onCopy('UPDATE copied_feed SET position = 1000000000');
    await run('mirror.mts');
    expect(await copied()).toEqual(await table());
    const [feed] = await onCopy('SELECT position < 1000000000 AS known FROM copied_feed');
    expect(feed).toEqual({ known: true });
  });

  it('approves a plan that waits, by its hash and in somebody’s name; the same press again is the same OK', async () => {
    await manyLeave();
    const press = { ...(await waits('many-left')), PERSON: 'Zoë Moss', PRESS: 'one' };
    expect(await run('approve.mts', press)).toMatch(DONE);
    expect(await run('approve.mts', press)).toMatch(DONE);
    await mirrored();
    expect(Object.values(await copied()).join()).toContain('inactive');
  });

  it('tells somebody who says something else who decided before', async () => {
    await manyLeave();
    const press = { ...(await waits('decided-before')), PERSON: 'Zoë Moss', PRESS: 'two' };
    expect(await run('approve.mts', press)).toMatch(DONE);
    const [leftOut = ''] = Object.keys(await table());
    const output = await run('approve.mts', { ...press, LEFT_OUT: leftOut, PERSON: 'Ada Clay', PRESS: 'three' });
    expect(output).toMatch(/^DECIDED_STATE_APPROVED by Zoë Moss, before: \S/m);
  });

  it('follows an OK to an old answer to the sync that reads PeopleHR again', async () => {
    await manyLeave();
    const shown = await waits('old-answer');
    const database = new Client({ connectionString: system.databaseUrl });
    await database.connect();
    try {
      const older = "UPDATE reconciler.plans SET taken_at = taken_at - interval '25 hours' WHERE sync_id = $1";
      expect((await database.query(older, [shown.SYNC])).rowCount).toBe(1);
    } finally {
      await database.end();
    }
    const output = await run('approve.mts', { ...shown, PERSON: 'Zoë Moss', PRESS: 'four' });
    expect(output).toMatch(/^it is an OK to sync \d+ now$/m);
    expect(output).toMatch(DONE);
  });

  it('is followed in Python, compiled from the proto alone', async () => {
    await run('compile.sh');
    const output = await run('client.py');
    expect(output).toMatch(DONE);
    expect(output.match(/^PERSON_STATUS_ACTIVE \S+@/gm)?.length).toBeGreaterThan(0);
    expect(output).toMatch(/^INVALID_ARGUMENT invalid-request never \{'limit': /m);
  });

  it('decides in Python in somebody’s name, and is told there too who decided before', async () => {
    await manyLeave();
    const output = await run('client.py', { JOB: 'put-off' });
    expect(output).toMatch(/^SYNC_STATUS_HELD /m);
    expect(output).toMatch(/^SYNC_STATUS_REJECTED /m);
    expect(output).toMatch(/^DECIDED_STATE_REJECTED by Zoë Moss, before: \S/m);
  });

  it('shows the plan that waits now to somebody who approves another one', async () => {
    const shown = await waits('put-off-again');
    const output = await run('approve.mts', { ...shown, PLAN_HASH: 'f'.repeat(64), PERSON: 'Zoë Moss', PRESS: 'five' });
    expect(output).toMatch(/^show the plan of sync \S+: \S/m);
  });
});

/** A word as JSON has it, of gRPC's name for it. */
const statusOf = (name: string): string => name.replace('PERSON_STATUS_', '').toLowerCase();
