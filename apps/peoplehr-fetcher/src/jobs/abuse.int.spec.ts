import { gzipSync } from 'node:zlib';
import { isEvent, SnapshotFailed } from '@people-sync/contracts';
import { describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { type Answer, listing, says, worker, writes } from '../rig/fake-peoplehr.testkit';
import { FetcherProcess } from '../rig/fetcher-process.testkit';
import { FetcherRig, nameOf, type RigTenant } from '../rig/fetcher-rig.testkit';

jest.setTimeout(180_000);

const good = listing(worker('PW1'), worker('PW2'));
const twoPeople = says(good);
const isSilent: Answer = () => undefined;
const coded = (coding: string, body: string | Buffer = JSON.stringify(good)) =>
  writes(body, 200, { 'content-encoding': coding });

describeReal('postgres')('one customer’s answers and the syncs of the others', () => {
  let database: TestDatabase;
  let rig: FetcherRig;
  const processes: FetcherProcess[] = [];
  beforeAll(async () => {
    database = await provideTestDatabase();
    rig = await FetcherRig.open(database.url, eventually);
  });
  afterEach(async () => {
    for (const process of processes.splice(0)) await process.kill();
    await rig.stop();
  });
  afterAll(async () => {
    await rig.close();
    await database.drop();
  });

  const startProcess = async (changes: Record<string, string> = {}): Promise<FetcherProcess> => {
    const process = new FetcherProcess({ ...(await rig.environment()), ...changes });
    processes.push(process);
    return process;
  };
  const failureOf = async (tenant: RigTenant) =>
    (await rig.ended(tenant)).filter((event) => isEvent(SnapshotFailed, event)).map(({ data }) => data)[0];
  const lastOf = async (tenant: RigTenant) => (await rig.ended(tenant)).map(nameOf).at(-1);

  it('a coding that nobody offered, and every other way to pack an answer badly, ends its own sync only', async () => {
    const process = await startProcess();
    await process.up;
    const nasty = [
      coded('utf-8'),
      coded('utf-8', 'x'.repeat(5_000_000)),
      coded('gzip, gzip', gzipSync(gzipSync(JSON.stringify(good)))),
      coded('gzip', Buffer.concat([gzipSync(JSON.stringify(good)), Buffer.alloc(999)])),
      coded('gzip', gzipSync(JSON.stringify(good)).subarray(0, -3)),
      coded('br', 'no brotli'),
      (response: Parameters<Answer>[0]) => {
        response.writeHead(200, { 'content-encoding': 'utf-8' }).write('{');
        setImmediate(() => response.destroy());
      },
    ].map((answer) => rig.tenant(answer));
    const others = nasty.map(() => rig.tenant(twoPeople));
    for (const [i, tenant] of nasty.entries()) {
      await rig.request(tenant);
      await rig.request(others[i] ?? tenant);
    }
    for (const tenant of nasty) expect(await failureOf(tenant)).toMatchObject({ reason: 'unavailable' });
    for (const tenant of others) expect(await lastOf(tenant)).toBe('snapshot.completed');
    expect(process.isAlive).toBe(true);
  });

  it('a job of which the process died twice is ended with a reason, and those beside it are not', async () => {
    const first = await startProcess({ LEASE_MS: '600' });
    await first.up;
    // The process dies as soon as PeopleHR is asked for this one.
    const poison = rig.tenant(() => void processes.at(-1)?.kill());
    // Slow enough for a process that dies meanwhile to take them with it.
    const slow: Answer = (response) => void setTimeout(() => twoPeople(response), 300);
    const beside = Array.from({ length: 3 }, () => rig.tenant(isSilent, slow));
    for (const tenant of beside) await rig.request(tenant);
    await eventually(() => expect(beside.every(({ apiKey }) => rig.peopleHr.calls(apiKey) === 1)).toBe(true));
    await rig.request(poison);
    await first.ended;
    await (
      await startProcess({ LEASE_MS: '600' })
    ).ended;
    expect(rig.peopleHr.calls(poison.apiKey)).toBe(2);
    const third = await startProcess({ LEASE_MS: '600' });
    expect(await failureOf(poison)).toMatchObject({
      reason: 'internal-error',
      detail: 'a fault of ours: processes ended while they read this answer',
    });
    for (const tenant of beside) expect(await lastOf(tenant)).toBe('snapshot.completed');
    expect(rig.peopleHr.calls(poison.apiKey)).toBe(2);
    expect(third.isAlive).toBe(true);
    // It is no lasting mark: the next sync is read as any other.
    rig.peopleHr.will(poison.apiKey, twoPeople);
    await rig.request(poison, { number: 2 });
    expect((await rig.ended(poison, 2)).map(nameOf).at(-1)).toBe('snapshot.completed');
  });

  it('a company whose employees the bus never takes is read three times, and its sync ends with a reason', async () => {
    const tenant = rig.tenant(twoPeople);
    const other = rig.tenant(twoPeople);
    // For good, as a broker does with a message that is too large for it.
    await rig.refuse(tenant, 'employee.snapshot');
    await rig.start();
    await rig.request(tenant);
    await rig.request(other);
    expect(await failureOf(tenant)).toMatchObject({ reason: 'internal-error' });
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(3);
    expect(await lastOf(other)).toBe('snapshot.completed');
    await rig.refuseNothing();
  });

  it('a company of which the bus takes nothing at all is asked for no more, and its sync ends as soon as it can be told', async () => {
    const tenant = rig.tenant(twoPeople);
    await rig.refuse(tenant, 'employee.snapshot', 'snapshot.failed');
    await rig.start();
    await rig.request(tenant);
    await rig.claimed(tenant, 5);
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(3);
    await rig.refuseNothing();
    expect(await failureOf(tenant)).toMatchObject({ reason: 'internal-error' });
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(3);
  });

  it('a sync that is over is read no more, whether its job waits or is at work', async () => {
    await rig.start({ RETRY_BASE_MS: '60000' });
    const waiting = rig.tenant(writes('<html>Maintenance</html>'));
    let isHungUp = false;
    const reading = rig.tenant((response) => response.on('close', () => (isHungUp = true)));
    const other = rig.tenant(twoPeople);
    for (const tenant of [waiting, reading]) await rig.request(tenant, { trigger: 'schedule' });
    await rig.job(waiting, 'waiting');
    await eventually(() => {
      for (const { apiKey } of [waiting, reading]) expect(rig.peopleHr.calls(apiKey)).toBe(1);
    });
    for (const tenant of [waiting, reading]) await rig.withdraw(tenant);
    await eventually(() => expect(isHungUp).toBe(true));
    for (const tenant of [waiting, reading]) {
      expect(await rig.job(tenant, 'done')).toMatchObject({ due_at: null });
      expect((await rig.events(tenant)).map(nameOf)).toEqual(['snapshot.started']);
    }
    // A withdrawal that comes late ends no newer sync.
    await rig.request(other, { number: 2 });
    await rig.taken(await rig.withdraw(other, 1));
    expect(await lastOf(other)).toBe('snapshot.completed');
  });
});
