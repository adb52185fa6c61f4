import { jsonOf, peopleSyncRpcs } from '@people-sync/contracts/api';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { DataSource } from 'typeorm';
import { applied, approvedEvent, closedEvent, personWritten, planned } from '../rig/events.testkit';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';
import { FeedRepository, type Happening } from './feed.repository';

/** As HTTP answers it. */
interface Entry {
  readonly position: number;
  readonly tenant: string;
  readonly kind: string;
  readonly changeNumber: number | null;
  readonly syncNumber: number | null;
  readonly syncId: string | null;
  readonly at: string;
}

describeReal('postgres')('the feed over all companies', () => {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let token: string;
  let dataSource: DataSource;
  let feed: FeedRepository;

  beforeAll(async () => {
    const database = await provideTestDatabase();
    rig = await GatewayRig.start(database, { WATCHDOG_EVERY_MS: '50' });
    token = await rig.token('peoplesync.platform');
    platform = await rig.grpc(token);
    dataSource = new DataSource({
      type: 'postgres',
      url: database.url,
      poolSize: 12,
      extra: { options: '-c search_path=gateway' },
    });
    await dataSource.initialize();
    feed = new FeedRepository(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    platform.close();
    await rig.stop();
  });

  const page = async (query = '') => (await rig.http('GET', `/v1/feed?${query}`, { token })).body;
  const headNow = async (): Promise<number> => Number((await page('limit=1'))['head']);
  const after = async (position: number): Promise<Entry[]> =>
    (await page(`limit=500&after=${position}`)).items as unknown as Entry[];
  /** A tenant with a sync that runs. */
  const company = async () => {
    const tenantId = aTenantId();
    await rig.tenant(tenantId);
    const { body } = await rig.http('POST', `/v1/tenants/${tenantId}/syncs`, { token, body: { mode: 'apply' } });
    return { tenantId, syncId: body.syncId, number: 1 };
  };

  it('tells that people changed, and up to which number, then that the sync ended; and names nobody', async () => {
    const sync = await company();
    const from = await headNow();
    await rig.neighbours.emit([
      planned(sync),
      personWritten(sync, 1),
      personWritten(sync, 2),
      personWritten(sync, 3),
      applied(sync),
    ]);
    await eventually(async () =>
      expect((await after(from)).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['sync-ended'])),
    );
    const entries = await after(from);
    const mine = { tenant: sync.tenantId, at: expect.any(String) as unknown };
    // A batch tells the last number; which records make a batch is the bus's to say.
    expect(entries.findLast(({ kind }) => kind === 'people-changed')).toMatchObject({
      ...mine,
      changeNumber: 3,
      syncId: null,
      syncNumber: null,
    });
    expect(entries.at(-1)).toEqual({
      ...mine,
      ...{ position: from + entries.length, kind: 'sync-ended', changeNumber: null },
      ...{ syncId: sync.syncId, syncNumber: 1 },
    });
    expect(entries.map(({ position }) => position)).toEqual(entries.map((_, index) => from + 1 + index));
    expect(JSON.stringify(entries)).not.toMatch(/zoe|moss|northwind\.example|"E1"/i);
  });

  it('tells that changes wait for an OK, and how it went on, over either door alike', async () => {
    const [held, failed] = [await company(), await company()];
    const from = await headNow();
    await rig.neighbours.emit([planned(held, 'held')]);
    await eventually(async () => expect(await after(from)).toHaveLength(1));
    await rig.neighbours.emit([approvedEvent(held)]);
    await rig.neighbours.emit([closedEvent(failed, 'failed', 'unavailable')]);
    await eventually(async () => expect(await after(from)).toHaveLength(2));
    await rig.neighbours.emit([applied(held)]);
    await eventually(async () => expect(await after(from)).toHaveLength(3));
    const entries = await after(from);
    expect(entries.map(({ tenant, kind, syncId }) => [tenant, kind, syncId])).toEqual([
      [held.tenantId, 'plan-waits', held.syncId],
      [failed.tenantId, 'sync-ended', failed.syncId],
      [held.tenantId, 'sync-ended', held.syncId],
    ]);
    const overGrpc = jsonOf(peopleSyncRpcs.listFeed.answer, { ...(await platform.listFeed({ after: from })) });
    expect(overGrpc['items']).toEqual(entries);
    const first = await page(`limit=2&after=${from}`);
    const rest = await page(`limit=2&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...rest.items]).toEqual(entries);
    expect([rest.nextCursor, rest['head']]).toEqual([null, from + 3]);
  });

  it('says so if a position was never given, and names the newest', async () => {
    const head = await headNow();
    const beyond = await rig.http('GET', `/v1/feed?after=${head + 1}`, { token });
    expect([beyond.status, beyond.body.type, beyond.body['head']]).toEqual([
      409,
      expect.stringMatching(/after-beyond-head$/),
      head,
    ]);
    await expect(platform.listFeed({ after: head + 1 })).rejects.toMatchObject({ reason: 'after-beyond-head' });
  });

  it('has no gap and loses nothing for a reader who looks while many write, and some of them fail', async () => {
    const tenants = await Promise.all(Array.from({ length: 4 }, async () => (await company()).tenantId));
    const from = await headNow();
    const entry = (tenantId: string, number: number): Happening => ({
      ...{ tenantId, number, kind: 'people-changed', syncId: null },
    });
    const written: number[] = [];
    const over = { is: false };
    const write = async (writer: number): Promise<void> => {
      for (let turn = 0; turn < 25; turn++) {
        const number = writer * 1000 + turn * 10;
        const some = Array.from({ length: 1 + (turn % 3) }, (_, nth) => entry(tenants[writer % 4] ?? '', number + nth));
        const fails = turn % 5 === 4;
        await dataSource
          .transaction(async (tx) => {
            await tx.query('SELECT FROM tenants WHERE tenant_id = $1 FOR UPDATE', [tenants[writer % 4]]);
            await feed.append(tx, [entry('nobody-knows-it', 1), ...some]);
            await tx.query('SELECT pg_sleep($1)', [(turn % 4) / 1000]);
            if (fails) throw new Error('rolled back');
            written.push(...some.map((one) => one.number));
          })
          .catch((error: unknown) => {
            if (!fails) throw error;
          });
      }
    };
    const seen: number[] = [];
    let at = from;
    const read = async (): Promise<void> => {
      const { entries, head } = await feed.after(at, 7);
      expect(entries.map(({ position }) => position)).toEqual(entries.map((_, index) => at + 1 + index));
      expect(head).toBeGreaterThanOrEqual(entries.at(-1)?.position ?? at);
      if (entries.length < 7) expect(head).toBe(entries.at(-1)?.position ?? at);
      at = entries.at(-1)?.position ?? at;
      seen.push(...entries.map(({ number }) => number));
    };
    const reading = (async () => {
      while (!over.is) await read();
    })();
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer))).finally(() => (over.is = true));
    await reading;
    while (at < (await headNow())) await read();
    expect([...seen].sort((one, other) => one - other)).toEqual(written.sort((one, other) => one - other));
  });

  it('tells whoever knows entries of a time that a restore has taken back, though their positions were given again', async () => {
    const { tenantId } = await company();
    const put = (number: number) =>
      dataSource.transaction((tx) => feed.append(tx, [{ tenantId, number, kind: 'people-changed', syncId: null }]));
    await put(1);
    const early = await page('limit=1');
    const from = Number(early['head']);
    await put(2);
    const late = await page(`limit=500&after=${from}&epoch=${String(early['epoch'])}`);
    expect(late.items).toMatchObject([{ position: from + 1 }]);
    // As a restored database comes back, and goes on a little later.
    await dataSource.query('DELETE FROM feed_entries WHERE position > $1', [from]);
    await dataSource.query(`UPDATE feed_head SET position = $1, at = at - interval '1 minute'`, [from]);
    await dataSource.query('SELECT pg_sleep(0.01)');
    await put(2);
    const asked = { after: from + 1, epoch: String(late['epoch']) };
    const lost = await rig.http('GET', `/v1/feed?after=${asked.after}&epoch=${asked.epoch}`, { token });
    expect([lost.status, lost.body.type]).toEqual([409, expect.stringMatching(/feed-restarted$/)]);
    await expect(platform.listFeed(asked)).rejects.toMatchObject({ reason: 'feed-restarted' });
    const good = await platform.listFeed({ after: from, epoch: String(early['epoch']) });
    expect(good.items).toMatchObject([{ position: from + 1, changeNumber: 2 }]);
    expect(good.epoch).not.toBe(late['epoch']);
    expect((await platform.listFeed({ after: from + 1, epoch: good.epoch })).items).toEqual([]);
  });

  it('is kept as long as it says; whoever comes later is told to begin anew', async () => {
    const { tenantId } = await company();
    const from = await headNow();
    const put = (number: number) =>
      dataSource.transaction((tx) => feed.append(tx, [{ tenantId, number, kind: 'people-changed', syncId: null }]));
    for (const number of [1, 2, 3]) await put(number);
    // The first two, and everything before them, are a month old and a bit.
    await dataSource.query(`UPDATE feed_entries SET at = now() - interval '721 hours' WHERE position <= $1`, [
      from + 2,
    ]);
    await eventually(async () => expect((await page('limit=1')).items).toMatchObject([{ position: from + 3 }]));
    expect((await after(from + 2)).map(({ changeNumber }) => changeNumber)).toEqual([3]);
    const known = String((await page('limit=1'))['epoch']);
    const late = await rig.http('GET', `/v1/feed?after=${from + 1}`, { token });
    expect([late.status, late.body.type, late.body['oldest']]).toEqual([
      410,
      expect.stringMatching(/after-too-old$/),
      from + 3,
    ]);
    await expect(platform.listFeed({ after: 0 })).rejects.toMatchObject({ reason: 'after-too-old' });
    await dataSource.query(`UPDATE feed_entries SET at = now() - interval '721 hours'`);
    await eventually(async () => expect((await page()).items).toEqual([]));
    // An empty feed has a head all the same, and goes on behind it; what was known of it cannot be told apart any more.
    await expect(platform.listFeed({ after: from + 3, epoch: known })).rejects.toMatchObject({
      reason: 'after-too-old',
    });
    expect([await headNow(), await after(from + 3)]).toEqual([from + 3, []]);
    await put(4);
    expect((await after(from + 3)).map(({ position }) => position)).toEqual([from + 4]);
  });

  it('lists every customer, page by page, for whoever begins', async () => {
    const some = await Promise.all(Array.from({ length: 3 }, async () => (await company()).tenantId));
    const seen: { tenant: string; name: string }[] = [];
    for (let cursor = ''; ;) {
      const { body } = await rig.http('GET', `/v1/tenants?limit=2${cursor}`, { token });
      seen.push(...body.items.map(({ tenant, name }) => ({ tenant: String(tenant), name: String(name) })));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen.map(({ tenant }) => tenant)).toEqual(expect.arrayContaining(some));
    expect(new Set(seen.map(({ tenant }) => tenant)).size).toBe(seen.length);
    const { items } = await platform.listTenants({ limit: 500 });
    expect(items.map(({ tenant }) => tenant)).toEqual(seen.map(({ tenant }) => tenant));
    expect(items.find(({ tenant }) => tenant === some[0])).toMatchObject({
      ...{ tenant: some[0], name: 'Northwind Tiles', timeZone: 'Europe/London', seats: 50 },
    });
  });
});
