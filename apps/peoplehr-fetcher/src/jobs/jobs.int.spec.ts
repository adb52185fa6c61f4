import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import { EmployeeSnapshot, isEvent, SnapshotCompleted, SnapshotFailed } from '@people-sync/contracts';
import { GrpcException } from '@people-sync/platform';
import { describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { type Answer, listing, refusal, says, throttled, worker, writes } from '../rig/fake-peoplehr.testkit';
import { FetcherRig, nameOf, type RigTenant } from '../rig/fetcher-rig.testkit';

const isSilent: Answer = () => undefined;
const breaksOff: Answer = (response) => {
  response.writeHead(200).write('{"isError":false,"Status":0,"Result":[{"EmployeeId"');
  setImmediate(() => response.destroy());
};
const twoPeople = says(listing(worker('PW1'), worker('PW2')));

describeReal('postgres')('the fetcher', () => {
  let database: TestDatabase;
  let rig: FetcherRig;
  beforeAll(async () => {
    database = await provideTestDatabase();
    rig = await FetcherRig.open(database.url, eventually);
  });
  afterEach(() => {
    rig.vault.refusal = undefined;
    return rig.stop();
  });
  afterAll(async () => {
    await rig.close();
    await database.drop();
  });

  const namesOf = async (tenant: RigTenant, times = 1) => (await rig.ended(tenant, times)).map(nameOf);
  const failureOf = async (tenant: RigTenant) =>
    (await rig.ended(tenant)).filter((event) => isEvent(SnapshotFailed, event)).map(({ data }) => data)[0];
  /** Resolves when PeopleHR has been asked so often. */
  const asked = (tenant: RigTenant, times: number) =>
    eventually(() => expect(rig.peopleHr.calls(tenant.apiKey)).toBeGreaterThanOrEqual(times));

  it('announces the read, sends every employee of the proven answer, and completes', async () => {
    await rig.start();
    const tenant = rig.tenant(twoPeople);
    await rig.request(tenant);
    const events = await rig.ended(tenant);
    expect(events.map(nameOf)).toEqual([
      'snapshot.started',
      'employee.snapshot',
      'employee.snapshot',
      'snapshot.completed',
    ]);
    expect(events.every(({ syncId, actor }) => syncId === tenant.syncId && actor === 'ada')).toBe(true);
    const employees = events.filter((event) => isEvent(EmployeeSnapshot, event)).map((event) => event.data);
    expect(employees[1]).toMatchObject({
      number: 1,
      attempt: 1,
      mode: 'apply',
      index: 1,
      employee: { employeeId: 'PW2', email: 'pw2@northwind-tiles.example', jobRole: null, status: '1' },
    });
    const completed = events.filter((event) => isEvent(SnapshotCompleted, event))[0];
    expect(completed?.data).toMatchObject({ count: 2, companyId: '66446', statusCounts: { '1': 2 } });
  });

  it('asks PeopleHR once, in its own name, for everybody including leavers', async () => {
    await rig.start();
    const tenant = rig.tenant(twoPeople);
    await rig.request(tenant);
    await rig.ended(tenant);
    const calls = rig.peopleHr.asked.filter(({ key }) => key === tenant.apiKey);
    expect(calls.map(({ body }) => body)).toEqual([
      { APIKey: tenant.apiKey, Action: 'GetAllEmployeeDetail', IncludeLeavers: true },
    ]);
    expect(calls[0]?.headers['user-agent']).toMatch(/^PeopleSync\/\d+\.\d+\.\d+ \(\+https:\/\/wethrive\.net\)$/);
  });

  it('sends no employee if the answer is that of the base, but always does for a repair', async () => {
    await rig.start();
    const tenant = rig.tenant(twoPeople);
    await rig.request(tenant);
    const [completed] = (await rig.ended(tenant)).filter((event) => isEvent(SnapshotCompleted, event));
    const baseDigest = completed?.data.digest ?? '';
    await rig.request(tenant, { number: 2, baseDigest });
    const second = (await rig.ended(tenant, 2)).slice(4);
    expect(second.map(nameOf)).toEqual(['snapshot.started', 'snapshot.unchanged']);
    expect(second[1]?.data).toMatchObject({ number: 2, attempt: 1, count: 2, digest: baseDigest, companyId: '66446' });
    await rig.request(tenant, { number: 3, baseDigest, mode: 'repair' });
    expect(await namesOf(tenant, 3)).toHaveLength(4 + 2 + 4);
    rig.peopleHr.will(tenant.apiKey, says(listing(worker('PW1'))));
    await rig.request(tenant, { number: 4, baseDigest });
    expect((await namesOf(tenant, 4)).slice(-3)).toEqual([
      'snapshot.started',
      'employee.snapshot',
      'snapshot.completed',
    ]);
  });

  it.each([
    ['no-employees', 'no records', says({ ...listing(), Status: 10, Message: 'No record found.', Result: '' }), 1],
    ['missing-permission', 'no grant', says(refusal(5, 'No access on employee schema.')), 1],
    ['account-blocked', 'a suspended company', says(refusal(5, 'This company has been suspended.')), 1],
    ['employee-twice', 'one employee twice', says(listing(worker('PW1'), worker('PW1'))), 1],
    ['unexpected-answer', 'another page', writes('not here', 404), 1],
    ['unavailable', 'a fault of the server', says(refusal(6, 'Oops! Something went wrong.')), 3],
    ['unavailable', 'HTML', writes('<html>Maintenance</html>'), 3],
    ['unavailable', 'an empty body', writes(''), 3],
    ['unavailable', 'truncated JSON', writes(JSON.stringify(listing(worker('PW1'))).slice(0, -1)), 3],
    ['unavailable', 'a front door that refuses', writes('<html>Request blocked</html>', 403), 3],
    ['unavailable', 'a gateway without a server', writes('', 502), 3],
    ['unavailable', 'a connection that breaks off', breaksOff, 3],
    ['unavailable', 'broken packing', writes('no gzip', 200, { 'content-encoding': 'gzip' }), 3],
    ['throttled', 'too many calls', says(throttled), 3],
  ] as const)('fails as %s for %s, sends no employee, and asks no oftener than makes sense', async (...row) => {
    const [reason, , answer, tries] = row;
    await rig.start();
    const tenant = rig.tenant(answer);
    await rig.request(tenant);
    const names = await namesOf(tenant);
    expect(names).toEqual([...Array.from({ length: tries }, () => 'snapshot.started'), 'snapshot.failed']);
    expect(await failureOf(tenant)).toMatchObject({ reason, number: 1, attempt: tries });
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(tries);
    expect(await rig.job(tenant, 'done')).toMatchObject({ failure: reason });
    expect(rig.vault.reports.filter(({ tenantId }) => tenantId === tenant.tenantId)).toEqual([]);
  });

  it('fails as unavailable when PeopleHR is silent, before its answer or in the middle of it', async () => {
    await rig.start({ FIRST_BYTE_TIMEOUT_MS: '100' });
    const silent = rig.tenant(isSilent);
    await rig.request(silent);
    expect(await failureOf(silent)).toMatchObject({
      reason: 'unavailable',
      detail: 'no answer (UND_ERR_HEADERS_TIMEOUT)',
    });
    await rig.stop();
    await rig.start({ CHUNK_TIMEOUT_MS: '100' });
    const stuck = rig.tenant((response) => response.writeHead(200).write('{"isError":'));
    await rig.request(stuck);
    expect(await failureOf(stuck)).toMatchObject({ reason: 'unavailable', detail: 'the answer came too slowly' });
  });

  it('fails as unavailable when nothing listens where PeopleHR should', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await eventually(() => expect(server.listening).toBe(true));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    await rig.start({ PEOPLEHR_BASE_URL: `http://127.0.0.1:${port}` });
    const tenant = rig.tenant(twoPeople);
    await rig.request(tenant);
    expect(await failureOf(tenant)).toMatchObject({ reason: 'unavailable', detail: 'no answer (ECONNREFUSED)' });
  });

  it('fails at once for a customer who is not connected', async () => {
    await rig.start();
    const tenant = rig.tenant(twoPeople);
    rig.vault.keys.delete(tenant.tenantId);
    await rig.request(tenant);
    expect(await failureOf(tenant)).toMatchObject({ reason: 'not-connected' });
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(0);
  });

  it('reports a refused key to the vault, and that it works again when it does', async () => {
    await rig.start();
    const tenant = rig.tenant();
    rig.peopleHr.will(tenant.apiKey, says(refusal(2, `Invalid API Key. ${tenant.apiKey} \u0000`)), twoPeople);
    await rig.request(tenant);
    expect(await failureOf(tenant)).toMatchObject({
      reason: 'invalid-api-key',
      detail: 'HTTP 200, Status 2, "Invalid API Key. [key] "',
    });
    const { tenantId, connectionId } = tenant;
    expect(rig.vault.reports.filter((report) => report.tenantId === tenantId)).toEqual([
      { tenantId, connectionId, reason: 'invalid-api-key' },
    ]);
    await rig.request(tenant, { number: 2 });
    await rig.ended(tenant, 2);
    await rig.request(tenant, { number: 3 });
    await rig.ended(tenant, 3);
    expect(rig.vault.reports.filter((report) => report.tenantId === tenantId).map(({ reason }) => reason)).toEqual([
      'invalid-api-key',
      '',
    ]);
  });

  it('waits out a throttled PeopleHR and an unavailable one, and completes with a further attempt', async () => {
    await rig.start();
    const tenant = rig.tenant(says(throttled), writes('', 503), says(throttled), twoPeople);
    await rig.request(tenant);
    const events = await rig.ended(tenant);
    expect(events.map(nameOf)).toEqual([
      ...Array.from({ length: 4 }, () => 'snapshot.started'),
      'employee.snapshot',
      'employee.snapshot',
      'snapshot.completed',
    ]);
    expect(events.map(({ data }) => (data as { attempt: number }).attempt)).toEqual([1, 2, 3, 4, 4, 4, 4]);
  });

  it('goes on trying an unavailable PeopleHR at night until the patience for scheduled syncs is over', async () => {
    await rig.start();
    const tenant = rig.tenant(...Array.from({ length: 6 }, () => writes('', 503)), twoPeople);
    await rig.request(tenant, { trigger: 'schedule' });
    expect((await namesOf(tenant)).at(-1)).toBe('snapshot.completed');
    await rig.stop();
    await rig.start({ SCHEDULED_PATIENCE_MS: '0' });
    const other = rig.tenant(writes('', 503));
    await rig.request(other, { trigger: 'schedule' });
    expect(await failureOf(other)).toMatchObject({ reason: 'unavailable', attempt: 3 });
  });

  it.each([
    ['is away', status.UNAVAILABLE],
    ['does not take our token, which was not renewed in time', status.UNAUTHENTICATED],
    ['lacks the key in the middle of a rotation', status.INTERNAL],
    ['does not answer in time', status.DEADLINE_EXCEEDED],
  ])('waits for a key store that %s, and says that the fault is ours if it stays so', async (_how, code) => {
    await rig.start();
    const tenant = rig.tenant(twoPeople);
    rig.vault.refusal = new GrpcException(code, 'not now');
    await rig.request(tenant);
    expect(await failureOf(tenant)).toMatchObject({ reason: 'internal-error', detail: 'a fault of ours: GrpcError' });
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(0);
    expect(rig.vault.reports.filter(({ tenantId }) => tenantId === tenant.tenantId)).toEqual([]);
    await rig.request(tenant, { number: 2 });
    await eventually(async () => expect((await rig.job(tenant, 'waiting')).attempt).toBeGreaterThan(0));
    rig.vault.refusal = undefined;
    expect((await namesOf(tenant, 2)).at(-1)).toBe('snapshot.completed');
  });

  it('goes on by itself once events can be published again', async () => {
    await rig.start({ RETRY_BASE_MS: '100' });
    const tenant = rig.tenant(twoPeople);
    await rig.refuse(tenant, 'snapshot.started');
    await rig.request(tenant);
    await rig.claimed(tenant, 2);
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(0);
    await rig.refuseNothing();
    const events = await rig.ended(tenant);
    expect(events.map(nameOf)).toHaveLength(4);
  });

  it('reads a packed answer', async () => {
    await rig.start();
    const body = gzipSync(JSON.stringify(listing(worker('PW1'), worker('PW2'))));
    const tenant = rig.tenant(writes(body, 200, { 'content-encoding': 'gzip' }));
    await rig.request(tenant);
    expect(await namesOf(tenant)).toHaveLength(4);
    const short = rig.tenant(writes(body.subarray(0, -12), 200, { 'content-encoding': 'gzip' }));
    await rig.request(short);
    expect(await failureOf(short)).toMatchObject({ reason: 'unavailable' });
  });

  it('makes a further attempt, which sends everybody, when the same sync is requested again', async () => {
    await rig.start();
    const tenant = rig.tenant(twoPeople);
    await rig.request(tenant);
    await rig.ended(tenant);
    await rig.request(tenant, { baseDigest: null });
    const again = (await rig.ended(tenant, 2)).slice(4);
    expect(again.map(nameOf)).toHaveLength(4);
    expect(again.every(({ data }) => (data as { attempt: number }).attempt === 2)).toBe(true);
  });

  it('ends an older sync when a newer one is requested, and never goes back to it', async () => {
    await rig.start();
    let isHungUp = false;
    const tenant = rig.tenant((response) => response.on('close', () => (isHungUp = true)), twoPeople);
    await rig.request(tenant);
    await asked(tenant, 1);
    await rig.request(tenant, { number: 2 });
    const events = await rig.ended(tenant);
    await eventually(() => expect(isHungUp).toBe(true));
    await rig.taken(await rig.request(tenant, { number: 1 }));
    await rig.request(tenant, { number: 3 });
    await rig.ended(tenant, 2);
    const numbers = (await rig.events(tenant)).map(({ data }) => (data as { number: number }).number);
    expect(numbers).toEqual([1, 2, 2, 2, 2, 3, 3, 3, 3]);
    expect(events.map(nameOf).slice(1)).toEqual([
      'snapshot.started',
      'employee.snapshot',
      'employee.snapshot',
      'snapshot.completed',
    ]);
  });

  it('takes over the job of a process that died, with a further attempt', async () => {
    const tenant = rig.tenant(twoPeople);
    await rig.start();
    await rig.request(tenant);
    await rig.ended(tenant);
    await rig.stop();
    // As a process leaves it that was killed in the middle of its second attempt.
    await rig.sql.query(
      `UPDATE fetcher.jobs SET state = 'running', attempt = 2, due_at = now() + interval '200 ms' WHERE tenant_id = $1`,
      [tenant.tenantId],
    );
    await rig.start();
    const events = (await rig.ended(tenant, 2)).slice(4);
    expect(events.every(({ data }) => (data as { attempt: number }).attempt === 3)).toBe(true);
    expect(events.map(nameOf).at(-1)).toBe('snapshot.completed');
  });

  it('keeps its lease while PeopleHR takes its time, so that nobody else takes the job', async () => {
    // Renewed every 2 s: a machine that is busy for less than the other 4 s takes nobody's lease away.
    for (let n = 0; n < 2; n++) await rig.start({ LEASE_MS: '6000' });
    let answer: () => void = () => undefined;
    const tenant = rig.tenant((response) => (answer = () => twoPeople(response)));
    await rig.request(tenant);
    await asked(tenant, 1);
    const leases = new Set<number>();
    await eventually(async () => {
      leases.add((await rig.job(tenant, 'running')).due_at?.getTime() ?? 0);
      // The first of them, on which it began, has run out.
      expect(leases.size).toBeGreaterThan(3);
    });
    answer();
    expect(await namesOf(tenant)).toHaveLength(4);
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(1);
  });

  it('does not let a dead PeopleHR hold up other customers', async () => {
    await rig.start({ WORKERS: '1', PATIENCE_MS: '5' });
    const dead = Array.from({ length: 5 }, () => rig.tenant(isSilent));
    for (const tenant of dead) await rig.request(tenant);
    await Promise.all(dead.map((tenant) => asked(tenant, 1)));
    const alive = Array.from({ length: 10 }, () => rig.tenant(twoPeople));
    for (const tenant of alive) await rig.request(tenant);
    for (const tenant of alive) expect((await namesOf(tenant)).at(-1)).toBe('snapshot.completed');
    for (const tenant of dead) expect((await rig.events(tenant)).map(nameOf)).toEqual(['snapshot.started']);
  });

  it('frees the job of a read that it has to stop, so that the next process goes on at once', async () => {
    const tenant = rig.tenant(isSilent, twoPeople);
    await rig.start();
    await rig.request(tenant);
    await asked(tenant, 1);
    await rig.stop();
    expect(await rig.job(tenant, 'waiting')).toMatchObject({ attempt: 1 });
    await rig.start();
    expect(await namesOf(tenant)).toEqual([
      'snapshot.started',
      'snapshot.started',
      'employee.snapshot',
      'employee.snapshot',
      'snapshot.completed',
    ]);
  });

  it("spares PeopleHR more calls in a minute with one customer's key than are allowed", async () => {
    await rig.start({ CALLS_PER_MINUTE: '2' });
    const tenant = rig.tenant(twoPeople);
    for (const number of [1, 2]) {
      await rig.request(tenant, { number });
      await rig.ended(tenant, number);
    }
    await rig.request(tenant, { number: 3 });
    await rig.job(tenant, 'waiting');
    const other = rig.tenant(twoPeople);
    await rig.request(other);
    await rig.ended(other);
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(2);
    // As a minute later.
    await rig.sql.query(`UPDATE fetcher.jobs SET window_started_at = now() - interval '61 s' WHERE tenant_id = $1`, [
      tenant.tenantId,
    ]);
    await rig.ended(tenant, 3);
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(3);
  });

  it('handles many customers at once, each exactly once', async () => {
    await rig.start({ WORKERS: '4' });
    const tenants = Array.from({ length: 150 }, () => rig.tenant(twoPeople));
    for (const tenant of tenants) await rig.request(tenant);
    for (const tenant of tenants) expect(await namesOf(tenant)).toHaveLength(4);
    expect(tenants.map(({ apiKey }) => rig.peopleHr.calls(apiKey)).every((calls) => calls === 1)).toBe(true);
  });

  it('lets nothing of the erased out', async () => {
    await rig.start();
    const tenant = rig.tenant(says(listing(worker('PW1'), worker('PW2', { FirstName: 'CANARY-ERASED' }))));
    const erased = [createHmac('sha256', Buffer.alloc(32, 7)).update('PW2').digest('hex')];
    await rig.request(tenant, { erased });
    const events = await rig.ended(tenant);
    expect(events.map(nameOf)).toEqual(['snapshot.started', 'employee.snapshot', 'snapshot.completed']);
    expect(events.at(-1)?.data).toMatchObject({ count: 1 });
  });

  it('has let no key, bank detail, NI number, birth date, address, phone or name into topics, tables or logs', async () => {
    await rig.start();
    const tenant = rig.tenant(twoPeople);
    await rig.request(tenant);
    await rig.ended(tenant);
    const { rows } = await rig.sql.query<{ row: string }>(
      `SELECT value AS row FROM bus_record UNION ALL SELECT j::text FROM fetcher.jobs j
       UNION ALL SELECT p::text FROM fetcher.parked_events p UNION ALL SELECT p::text FROM fetcher.consumer_progress p`,
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter(({ row }) => row.includes('CANARY'))).toEqual([]);
    const log = await readFile(rig.logFile, 'utf8');
    expect(log).toContain('no snapshot');
    for (const word of ['CANARY', 'Ines', 'northwind', 'PW1'])
      expect(log.toLowerCase()).not.toContain(word.toLowerCase());
    const { rows: jobs } = await rig.sql.query<{ row: string }>('SELECT j::text AS row FROM fetcher.jobs j');
    expect(jobs.filter(({ row }) => /Ines|northwind|PW\d/i.test(row))).toEqual([]);
  });
});
