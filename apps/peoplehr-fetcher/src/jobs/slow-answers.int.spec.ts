import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { isEvent, SnapshotFailed } from '@people-sync/contracts';
import { describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { type Answer, listing, says, worker } from '../rig/fake-peoplehr.testkit';
import { FetcherRig, nameOf, type RigTenant } from '../rig/fetcher-rig.testkit';

jest.setTimeout(180_000);

const HEAD = '{"isError":false,"Status":0,"Message":"ok","Result":[';
const tiny = (n: number): string => `{"EmployeeId":"${n.toString(36)}x"}`;
const tinyRows = (count: number): string => Array.from({ length: count }, (_, n) => tiny(n)).join();
const company = (people: number): Answer =>
  says(listing(...Array.from({ length: people }, (_, n) => worker(`PW${n}`))));

/** Begins well, and then sends a byte now and then for ever: never silent, and never there. */
const trickles =
  (beginning: string, onGone: () => void = () => undefined): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write(beginning);
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => {
      clearInterval(timer);
      onGone();
    });
  };

/** Rows of one field, packed, as many as are taken. */
const endlessRows =
  (onGone: (sent: number) => void): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    const packer = createGzip();
    packer.pipe(response);
    let sent = 0;
    response.on('close', () => {
      packer.destroy();
      onGone(sent);
    });
    const send = async (): Promise<void> => {
      packer.write(HEAD);
      while (!response.destroyed) {
        const rows = Array.from({ length: 1_000 }, () => tiny(sent++)).join();
        if (!packer.write(`${rows},`)) await once(packer, 'drain');
      }
    };
    void send().catch(() => response.destroy());
  };

describeReal('postgres')('a PeopleHR whose answer begins and does not end', () => {
  let database: TestDatabase;
  let rig: FetcherRig;
  beforeAll(async () => {
    database = await provideTestDatabase();
    rig = await FetcherRig.open(database.url, eventually);
  });
  afterEach(() => rig.stop());
  afterAll(async () => {
    await rig.close();
    await database.drop();
  });

  const failureOf = async (tenant: RigTenant) =>
    (await rig.ended(tenant)).filter((event) => isEvent(SnapshotFailed, event)).map(({ data }) => data)[0];
  const lastOf = async (tenant: RigTenant) => (await rig.ended(tenant)).map(nameOf).at(-1);
  const startedOnly = async (tenant: RigTenant) =>
    expect(new Set((await rig.events(tenant)).map(nameOf))).toEqual(new Set(['snapshot.started']));
  const asked = (tenants: readonly RigTenant[]) =>
    eventually(() => expect(tenants.every(({ apiKey }) => rig.peopleHr.calls(apiKey) > 0)).toBe(true));

  it('is given up when it is slower than an answer may be, as one that does not come at all', async () => {
    await rig.start({ CHUNK_TIMEOUT_MS: '300' });
    const tenant = rig.tenant(trickles(HEAD));
    await rig.request(tenant);
    expect(await failureOf(tenant)).toMatchObject({ reason: 'unavailable', detail: 'the answer came too slowly' });
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(3);
  });

  it('holds up no other customer, however many of them there are', async () => {
    await rig.start({ WORKERS: '2', PATIENCE_MS: '5' });
    const sick = Array.from({ length: 9 }, () => rig.tenant(trickles(`${HEAD}${tinyRows(50)}`)));
    for (const tenant of sick) await rig.request(tenant);
    await asked(sick);
    const others = Array.from({ length: 10 }, () => rig.tenant(company(20)));
    for (const tenant of others) await rig.request(tenant);
    for (const tenant of others) expect(await lastOf(tenant)).toBe('snapshot.completed');
    for (const tenant of sick) await startedOnly(tenant);
  });

  it('keeps no memory that others wait for: they complete, and it is tried again', async () => {
    await rig.start({ MEMORY_BUDGET_BYTES: String(1024 * 1024), PATIENCE_MS: '200' });
    let gone = 0;
    // Together more than there is.
    const sick = Array.from({ length: 3 }, () => rig.tenant(trickles(HEAD + tinyRows(600), () => gone++)));
    for (const tenant of sick) await rig.request(tenant);
    await asked(sick);
    await eventually(async () => {
      const [large, small] = [rig.tenant(company(600)), rig.tenant(company(3))];
      for (const tenant of [small, large]) await rig.request(tenant);
      for (const tenant of [small, large]) expect(await lastOf(tenant)).toBe('snapshot.completed');
      // From the second company on at the latest there is too little for all.
      expect(gone).toBeGreaterThan(0);
    });
    await eventually(() => expect(sick.some(({ apiKey }) => rig.peopleHr.calls(apiKey) > 1)).toBe(true));
  });

  it('is refused when it takes more than one company may hold, and the others go on', async () => {
    await rig.start({ MEMORY_BUDGET_BYTES: String(1024 * 1024) });
    const [greedy, other] = [rig.tenant(trickles(HEAD + tinyRows(9_000))), rig.tenant(company(1_000))];
    for (const tenant of [greedy, other]) await rig.request(tenant);
    expect(await failureOf(greedy)).toMatchObject({ reason: 'answer-too-large' });
    expect(rig.peopleHr.calls(greedy.apiKey)).toBe(1);
    expect(await lastOf(other)).toBe('snapshot.completed');
  });

  it('is refused at its first row beyond a hundred thousand, and others complete meanwhile', async () => {
    await rig.start();
    let sent: number | undefined;
    const endless = rig.tenant(endlessRows((rows) => (sent = rows)));
    const others = Array.from({ length: 5 }, () => rig.tenant(company(20)));
    await rig.request(endless);
    await asked([endless]);
    for (const tenant of others) await rig.request(tenant);
    for (const tenant of others) expect(await lastOf(tenant)).toBe('snapshot.completed');
    expect(await failureOf(endless)).toMatchObject({
      reason: 'answer-too-large',
      detail: 'Result has more than 100000 rows',
    });
    expect(rig.peopleHr.calls(endless.apiKey)).toBe(1);
    await eventually(() => expect(sent).toBeGreaterThan(100_000));
  });
});
