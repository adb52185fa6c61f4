import {
  aTenantId,
  describeReal,
  eventually,
  loseTopics,
  Mirror,
  recordedInKafka,
  type RunningSystem,
  services,
  startSystem,
  wholeTable,
} from '@people-sync/testing';
import { Client, escapeIdentifier } from 'pg';
import { Customer } from './doors/customer.client';
import { query } from './doors/event-trail';
import { overGrpc, overHttp } from './doors/mirror.client';
import { ids, row, staff } from './doors/staff';

const PEOPLE = 20;
/** They write to topics that others read, so they notice. */
const writers = ['reconciler', 'wethrive-writer', 'gateway'] as const;

describeReal('postgres', 'kafka')('a disaster', () => {
  let system: RunningSystem;

  beforeEach(async () => {
    system = await startSystem({ form: 'distributed' });
  });
  afterEach(() => system.stop());

  const killAll = async (): Promise<void> => {
    await Promise.all(services.map((service) => system.kill(service)));
  };
  const startAll = async (): Promise<void> => {
    await Promise.all(services.map((service) => system.restart(service)));
  };
  const synced = async (): Promise<Customer> => {
    const customer = await Customer.create(system, aTenantId(), { rows: staff(PEOPLE) });
    await customer.mustConnect();
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: PEOPLE } });
    return customer;
  };
  const join = (customer: Customer, ...employees: string[]) =>
    customer.inPeopleHr('POST', '/employees', { rows: employees.map((id) => row(id)) });

  /** As an administrator of the server, who is in none of its databases. */
  async function asAdmin(work: (client: Client, database: string) => Promise<void>): Promise<void> {
    const url = new URL(system.databaseUrl);
    const database = escapeIdentifier(url.pathname.slice(1));
    url.pathname = '/postgres';
    const client = new Client({ connectionString: url.toString() });
    await client.connect();
    await work(client, database).finally(() => client.end());
  }
  const copied = (name: string) => escapeIdentifier(`${new URL(system.databaseUrl).pathname.slice(1)}_${name}`);
  const backUp = () =>
    asAdmin(async (client, database) => {
      await client.query(`CREATE DATABASE ${copied('backup')} TEMPLATE ${database}`);
    });
  const restore = () =>
    asAdmin(async (client, database) => {
      await client.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${database} TEMPLATE ${copied('backup')}`);
      await client.query(`DROP DATABASE ${copied('backup')}`);
    });

  /** Everything in the database and in the newest epoch of the topics belongs together. */
  async function isWhole(customers: readonly Customer[]): Promise<void> {
    for (const customer of customers) {
      const people = await customer.people();
      const [history] = await query<{ rows: string; last: string }>(
        system,
        'SELECT count(*) AS rows, max(change_no) AS last FROM writer.person_versions WHERE tenant_id = $1',
        [customer.tenant],
      );
      expect(history?.rows).toBe(history?.last);
      expect(people.size).toBeGreaterThanOrEqual(PEOPLE);
    }
    const parked = await fetch(`${system.http}/v1/parked`, { headers: { authorization: `Bearer ${system.token}` } });
    expect(await parked.json()).toMatchObject({ items: [] });
    await eventually(async () => {
      const lag = await Promise.all(services.map((service) => system.metrics(service)));
      for (const text of lag) expect(text).not.toMatch(/^peoplesync_(consumer_lag|relay_waiting)\{.*\} [1-9]/m);
    }, 60_000);
  }

  it('that costs the database its newest half minute is told by every service, and mended by provision --realign', async () => {
    const regular = await synced();
    const held = await synced();
    for (const id of ids(7)) await held.inPeopleHr('POST', `/employees/${id}/leave`, { leavingDate: '2026-01-31' });
    const waiting = await held.sync();
    expect(waiting).toMatchObject({ status: 'held' });
    // The moment of the backup: in the middle of work.
    await join(regular, 'PW90');
    const onItsWay = await regular.start();
    await killAll();
    await backUp();

    // What is lost: people come, one goes, a company connects.
    await startAll();
    const doors = [overHttp, overGrpc];
    const mirrors = doors.map((door) => new Mirror(door(system, regular.tenant, 500)));
    expect(await regular.ended(onItsWay.syncId)).toMatchObject({ status: 'completed', applied: { joined: 1 } });
    await join(regular, 'PW91', 'PW92');
    expect(await regular.sync()).toMatchObject({ applied: { joined: 2 } });
    expect(await held.approve(waiting)).toMatchObject({ status: 'completed', applied: { left: 7 } });
    const late = await synced();
    for (const mirror of mirrors) await mirror.follow();
    await killAll();
    await restore();

    expect(await system.provision()).toContain('the schema writer has its tables');
    for (const said of await Promise.all(writers.map((service) => system.startInVain(service)))) {
      expect(said).toMatch(/restored to an earlier moment.*provision --realign/s);
    }
    expect(await system.provision('--realign')).toMatch(/are of one moment; \d+ events will be published again\n$/);
    await startAll();
    await expect(system.provision('--realign')).rejects.toThrow(/still connected to the database \(.*gateway/);

    // The sync that was asked for before ends, and the next one brings everything that was lost.
    await regular.call('POST', `/syncs/${onItsWay.syncId}/cancel`);
    await regular.ended(onItsWay.syncId);
    const again = await regular.sync();
    expect(again.status).toBe('completed');
    expect([...(await regular.people()).keys()].sort()).toEqual([...ids(PEOPLE), 'PW90', 'PW91', 'PW92'].sort());
    // Whoever has a copy of the lost time is told so, though all of its numbers were given again.
    const table = await wholeTable(overHttp(system, regular.tenant, 500));
    for (const [nth, mirror] of mirrors.entries()) {
      const { head } = await overHttp(system, regular.tenant, 500).changes(0, null);
      expect(mirror.at).toBeLessThanOrEqual(head);
      await expect(mirror.follow()).rejects.toThrow(nth === 0 ? 'feed-restarted' : 'went back to an earlier day');
      await mirror.beginAnew();
      expect(mirror.rows()).toEqual(table);
    }
    // Whoever waited for an OK waits again; nobody was deactivated twice, or without one.
    expect(Object.values(await held.statuses())).toEqual(Array.from({ length: PEOPLE }, () => 'active'));
    const asked = await held.call('GET', `/syncs/${waiting.syncId}`);
    expect(asked.body).toMatchObject({ status: 'held' });
    expect(await held.approve(waiting)).toMatchObject({ status: 'completed', applied: { left: 7 } });
    // Whoever came in the lost time has to come again.
    expect(await late.call('GET', '')).toMatchObject({ status: 404 });
    await isWhole([regular, held]);
    // Nobody has taken an event of the lost time for one of these, also where nothing was in that partition before.
    for (const table of ['writer.people', 'reconciler.persons', 'gateway.syncs']) {
      expect(await query(system, `SELECT 1 FROM ${table} WHERE tenant_id = $1`, [late.tenant])).toEqual([]);
    }

    // Whoever reads along sees that the time from there on is another one.
    const epochs = (await recordedInKafka(system.brokers, ''))
      .map(({ value }) => JSON.parse(value) as { epoch?: number; tenantid?: string; type: string })
      .filter(({ type, epoch }) => type.includes('.person.') && epoch !== undefined);
    expect(new Set(epochs.map(({ epoch }) => epoch)).size).toBe(2);
  });

  it('that costs Kafka all its topics is told by every service, and loses no event', async () => {
    const customer = await synced();
    await join(customer, 'PW90');
    const onItsWay = await customer.start();
    await killAll();
    await loseTopics(system.brokers);

    expect(await system.startInVain('reconciler')).toMatch(
      /peoplesync\.changes is missing|peoplesync\.snapshots is missing/,
    );
    await system.provision();
    for (const said of await Promise.all(writers.map((service) => system.startInVain(service)))) {
      expect(said).toMatch(/the topic was made anew.*provision --realign/s);
    }
    await system.provision('--realign');
    await startAll();
    await customer.call('POST', `/syncs/${onItsWay.syncId}/cancel`);
    await customer.ended(onItsWay.syncId);
    expect(await customer.sync()).toMatchObject({ status: 'completed' });
    expect((await customer.people()).has('PW90')).toBe(true);
    await isWhole([customer]);
    // From then on they start as ever.
    await killAll();
    await startAll();
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: 0, changed: 0, left: 0 } });
  });
});
