import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { metrics } from '@people-sync/platform';
import {
  describeReal,
  eventually,
  type ProcessName,
  type RunningSystem,
  services,
  startSystem,
} from '@people-sync/testing';
import { query } from '../doors/event-trail';
import type { BusyCompany } from './busy-company';
import { Load } from './load';
import { Operator } from './operator.client';

const COMPANIES = Number(process.env['DRILL_COMPANIES'] ?? 30);
/** How long Kafka is away. */
const OUTAGE_MS = 20_000;
const twins: readonly ProcessName[] = services.flatMap((service): ProcessName[] => [service, `${service}-2`]);
/** Who takes events off the bus. */
const readers = twins.filter((name) => !name.startsWith('credentials'));
const oldKey = `k1:${randomBytes(32).toString('base64')}`;
const newKey = `k2:${randomBytes(32).toString('base64')}`;

describeReal('postgres', 'kafka')('thirty companies that are synced in a loop, with two of each service', () => {
  let system: RunningSystem;
  let operator: Operator;
  let load: Load;

  beforeAll(async () => {
    system = await startSystem({
      form: 'distributed',
      twins: true,
      // A job of a dead process is taken over after this long: in production a minute.
      env: { credentials: { KEYRING: oldKey }, 'peoplehr-fetcher': { LEASE_MS: '10000' } },
    });
    operator = new Operator(system);
    load = await Load.create(system, COMPANIES);
  });
  afterAll(async () => {
    load.leave();
    await system.stop();
  });
  // Whatever a drill that failed has left away.
  afterEach(async () => {
    for (const name of twins) if (!system.runs(name)) await system.restart(name);
  });

  const isReady = (name: ProcessName) => eventually(async () => expect(await operator.readiness(name)).toBe('ready'));

  /**
   * The law of every drill: no sync fails for a reason of ours, none is left open, and every company's people equal those
   * of its PeopleHR. Only syncs of the company that is named may have ended otherwise: they are returned.
   */
  async function drill(happens: () => Promise<void>, besides?: BusyCompany): Promise<readonly string[]> {
    const endings = await load.during(happens);
    const others = [...endings].flatMap(([company, ended]) => (company === besides ? [] : ended));
    expect(new Set(others)).toEqual(new Set(['completed']));
    expect(await load.open()).toEqual([]);
    for (const { inWeThrive, inPeopleHr } of await Promise.all(load.companies.map((company) => company.tables())))
      expect(inWeThrive).toEqual(inPeopleHr);
    await Promise.all(twins.map(isReady));
    for (const state of ['broken', 'failing', 'held', 'parked', 'stuck', 'unreadable'])
      expect([state, await operator.inNeed(state)]).toEqual([state, []]);
    return besides ? (endings.get(besides) ?? []) : [];
  }

  it.each(services)('go on while a %s is killed, and while the other one is stopped', async (service) => {
    const twin: ProcessName = `${service}-2`;
    await drill(async () => {
      await system.kill(service);
      expect([await operator.readiness(service), await operator.readiness(twin)]).toEqual(['away', 'ready']);
      await load.eachIsSynced();
      await system.restart(service);
      await system.terminate(twin);
      await load.eachIsSynced();
      await system.restart(twin);
    });
  });

  it('wait for the keys while nobody can show them, and complete afterwards', async () => {
    const refused = (): Promise<number> =>
      operator.metric(['peoplehr-fetcher', 'peoplehr-fetcher-2'], metrics.serviceCalls, {
        target: 'credentials',
        code: 'UNAVAILABLE',
      });
    await drill(async () => {
      const before = await refused();
      await Promise.all([system.kill('credentials'), system.kill('credentials-2')]);
      const list = await operator.ask('/v1/tenants?state=broken');
      expect([list.status, list.body.type]).toEqual([503, expect.stringMatching(/service-unavailable$/)]);
      await eventually(async () => expect(await refused()).toBeGreaterThan(before));
      await Promise.all([system.restart('credentials'), system.restart('credentials-2')]);
    });
  });

  it('wait for Kafka while it is away, and every service says so without leaving', async () => {
    await drill(async () => {
      await system.kafka.kill();
      const away = wait(OUTAGE_MS);
      const waiting = (): Promise<number> => operator.metric(['gateway', 'gateway-2'], metrics.relayWaiting);
      const up = (): Promise<number> => operator.metric(readers, metrics.busUp);
      await eventually(async () => {
        expect(await up()).toBe(0);
        expect(await waiting()).toBeGreaterThan(0);
      });
      await away;
      for (const name of twins) expect([name, await operator.readiness(name)]).toEqual([name, 'ready']);
      await system.kafka.start();
      await load.eachIsSynced();
      await eventually(async () => expect([await up(), await waiting()]).toEqual([readers.length, 0]));
    });
  });

  it('wait for PostgreSQL while it is restarted, and every service says what is missing', async () => {
    await drill(async () => {
      await system.postgres.halt();
      for (const name of twins)
        await eventually(async () => expect(await operator.readiness(name)).toContain('database'));
      for (const door of system.doors) {
        const refused = await operator.ask('/v1/tenants?state=held', 'GET', door);
        expect([refused.status, refused.body.type]).toEqual([503, expect.stringMatching(/service-unavailable$/)]);
      }
      await system.postgres.start();
      for (const name of twins) await isReady(name);
    });
  });

  it('notice nothing while the key-encryption key is changed by the documented steps', async () => {
    const everywhere = async (KEYRING: string): Promise<void> => {
      for (const name of ['credentials', 'credentials-2'] as const) {
        await system.terminate(name);
        await system.restart(name, { env: { KEYRING } });
      }
    };
    await drill(async () => {
      await everywhere(`${oldKey},${newKey}`);
      await everywhere(`${newKey},${oldKey}`);
      const left = (): Promise<number> =>
        operator.metric(['credentials', 'credentials-2'], metrics.storedKeys, { key_id: 'k1' });
      await eventually(async () => expect(await left()).toBe(0));
      await everywhere(newKey);
      await load.eachIsSynced();
      expect(await operator.inNeed('broken')).toEqual([]);
    });
  });

  it('are not held up by one of them with a record that nobody can read; that one goes on when it is left out', async () => {
    const [company] = load.companies;
    const { tenant } = company!.customer;
    const parked = (): Promise<number> => operator.metric(['wethrive-writer'], metrics.parkedTenants);
    const ended = await drill(async () => {
      await damaging(tenant, async () => {
        await eventually(async () => expect(await operator.inNeed('parked')).toEqual([tenant]));
      });
      await load.eachIsSynced([company!]);
      await eventually(async () => expect(await parked()).toBe(1));
      const { body } = await operator.ask('/v1/parked');
      expect(new Set(body.items?.map((one) => `${one.tenant} ${one.code}`))).toEqual(
        new Set([`${tenant} newer-version`]),
      );
      for (const { parkedId } of body.items ?? []) {
        const again = await operator.ask(`/v1/parked/${parkedId}/retry`, 'POST');
        expect([again.status, again.body.type]).toEqual([409, expect.stringMatching(/still-parked$/)]);
        expect(await operator.ask(`/v1/parked/${parkedId}/skip`, 'POST')).toMatchObject({
          status: 200,
          body: { skipped: 1, flows: true },
        });
      }
      await eventually(async () => expect(await operator.inNeed('parked')).toEqual([]));
      await eventually(async () => expect(await parked()).toBe(0));
    }, company);
    // What was left out was a part of just one sync.
    expect(ended.filter((one) => one !== 'completed')).toEqual(['failed: changes-dropped']);
  });

  /** The next change of somebody in this company is written as by a newer reconciler. */
  async function damaging(tenant: string, until: () => Promise<void>): Promise<void> {
    await query(
      system,
      `CREATE FUNCTION reconciler.damage() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         NEW.value := replace(NEW.value, 'employee.changed.v1', 'employee.changed.v9');
         RETURN NEW;
       END $$`,
    );
    await query(
      system,
      `CREATE TRIGGER damage BEFORE INSERT ON reconciler.event_log FOR EACH ROW
         WHEN (NEW.key = '${tenant}' AND NEW.value LIKE '%employee.changed.v1"%') EXECUTE FUNCTION reconciler.damage()`,
    );
    try {
      await until();
    } finally {
      await query(system, 'DROP FUNCTION reconciler.damage() CASCADE');
    }
  }
});
