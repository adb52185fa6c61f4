import { describeReal, provideTestDatabase } from '@people-sync/testing';
import type { ConnectedTenants } from '../integrations/connected-tenants';
import { OneGateway, SetClock } from './nights.testkit';

const MINUTE = 60_000;
const connected = { has: () => Promise.resolve(true) } as unknown as ConnectedTenants;

describeReal('postgres')('nightly syncs of two gateways', () => {
  let database: { url: string; drop(): Promise<void> };
  let clock: SetClock;
  let one: OneGateway;
  let other: OneGateway;

  beforeEach(async () => {
    database = await provideTestDatabase();
    clock = new SetClock(new Date('2026-03-01T12:00:00Z'));
    one = await OneGateway.over(database.url, clock, connected);
    other = await OneGateway.over(database.url, clock, connected);
    await one.dataSource.runMigrations();
  });
  afterEach(async () => {
    await one.dataSource.destroy();
    if (other.dataSource.isInitialized) await other.dataSource.destroy();
    await database.drop();
  });

  const named = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

  /** Both look at the same time, minute for minute; how many were started in which. */
  const pass = async (from: string, until: string, everyMs = MINUTE): Promise<Map<string, number>> => {
    const started = new Map<string, number>();
    for (let at = Date.parse(from); at <= Date.parse(until); at += everyMs) {
      clock.at = new Date(at);
      const gateways = [one, other].filter(({ dataSource }) => dataSource.isInitialized);
      const counts = await Promise.allSettled(gateways.map(({ starter }) => starter.round()));
      const count = counts.reduce((sum, got) => sum + (got.status === 'fulfilled' ? got.value : 0), 0);
      if (count > 0) started.set(clock.at.toISOString(), count);
    }
    return started;
  };
  const once = (names: readonly string[]) => [...names].sort();
  const startedOf = async (prefix: string) => (await one.started(prefix)).map(({ tenant }) => tenant).sort();

  it('start each of 500 once in the night that lacks an hour, though one of them dies over it', async () => {
    const names = named('spring', 500);
    await one.tenants(names, 'Europe/London', new Date('2026-03-28T20:00:00Z'));
    expect(await pass('2026-03-28T20:00:00Z', '2026-03-29T00:59:00Z', 30 * MINUTE)).toEqual(new Map());
    const early = await pass('2026-03-29T01:00:00Z', '2026-03-29T01:40:00Z');
    expect(early.size).toBeGreaterThan(20);
    other.diesStarting();
    const before = (await startedOf('spring')).length;
    await other.starter.round().catch(() => undefined);
    while (other.dataSource.isInitialized) {
      clock.at = new Date(clock.at.getTime() + MINUTE);
      await other.starter.round().catch(() => undefined);
    }
    expect(await startedOf('spring')).toHaveLength(before);
    await pass(clock.at.toISOString(), '2026-03-29T04:00:00Z');
    expect(await startedOf('spring')).toEqual(once(names));
    expect(await pass('2026-03-29T04:01:00Z', '2026-03-30T00:00:00Z', 10 * MINUTE)).toEqual(new Map());
    expect((await one.started('spring'))[0]).toMatchObject({ trigger: 'schedule', requestedBy: 'schedule' });
  });

  it('start each once in the night whose hour comes twice, and once the night after', async () => {
    const names = named('autumn', 100);
    await one.tenants(names, 'Europe/London', new Date('2026-10-24T20:00:00Z'));
    await pass('2026-10-25T00:00:00Z', '2026-10-25T05:01:00Z');
    expect(await startedOf('autumn')).toEqual(once(names));
    await one.endAll();
    await pass('2026-10-26T01:00:00Z', '2026-10-26T05:01:00Z');
    expect(await startedOf('autumn')).toEqual(once([...names, ...names]));
  });

  it('start once whatever nights were missed, at the pace that PeopleHR allows, and then the next night', async () => {
    const names = named('missed', 60);
    await one.tenants(names, 'Asia/Tokyo', new Date('2026-03-01T12:00:00Z'));
    const started = await pass('2026-03-04T03:00:00Z', '2026-03-04T03:03:00Z', 10_000);
    expect([...started.values()].slice(0, 2)).toEqual([10, 3]);
    expect(await startedOf('missed')).toEqual(once(names));
    expect(await one.nextOf('missed-0')).toMatch(/^2026-03-04T1[6-9]:/);
  });

  it('start nothing of a company whose schedule is off or rests', async () => {
    await one.tenants(['off-1', 'off-2'], 'Europe/London', new Date('2026-03-01T12:00:00Z'));
    await one.dataSource.query(`UPDATE schedules SET enabled = false WHERE tenant_id = 'off-1'`);
    await one.dataSource.query(`UPDATE schedules SET rests = 'invalid-api-key' WHERE tenant_id = 'off-2'`);
    expect(await pass('2026-03-02T06:00:00Z', '2026-03-02T07:00:00Z')).toEqual(new Map());
  });

  it('start the others where one cannot be started, and that one later', async () => {
    const names = named('wrong', 5);
    await one.tenants(names, 'Europe/London', new Date('2026-03-01T12:00:00Z'));
    await one.dataSource.query(`ALTER TABLE syncs ADD CONSTRAINT bad CHECK (tenant_id <> 'wrong-3')`);
    await pass('2026-03-02T06:00:00Z', '2026-03-02T06:05:00Z');
    expect(await startedOf('wrong')).toEqual(names.filter((name) => name !== 'wrong-3'));
    await one.dataSource.query(`ALTER TABLE syncs DROP CONSTRAINT bad`);
    await pass('2026-03-02T06:06:00Z', '2026-03-02T06:20:00Z');
    expect(await startedOf('wrong')).toEqual(names);
  });

  it('wait behind a sync that reads already, and need none beside one that is yet to read', async () => {
    await one.tenants(['busy-1', 'busy-2'], 'Europe/London', new Date('2026-03-01T12:00:00Z'));
    for (const tenantId of ['busy-1', 'busy-2']) {
      await one.syncStarter.start({ tenantId, mode: 'apply', trigger: 'manual', requestedBy: 'ada' });
    }
    await one.dataSource.query(`UPDATE syncs SET status = 'fetching' WHERE tenant_id = 'busy-1'`);
    await pass('2026-03-02T06:00:00Z', '2026-03-02T06:01:00Z');
    const syncs = (await one.started('busy')).map(({ tenant, trigger, status }) => `${tenant} ${trigger} ${status}`);
    expect(syncs.sort()).toEqual(['busy-1 manual fetching', 'busy-1 schedule queued', 'busy-2 manual requested']);
  });

  it('take as many statements for hundreds as for one', async () => {
    const fast = await OneGateway.over(database.url, clock, connected, 100_000);
    const statements = async (names: readonly string[]): Promise<number> => {
      await one.tenants(names, 'Europe/London', clock.at);
      const asked: string[] = [];
      fast.syncStarter.startWithin = countingStatements(fast, asked);
      clock.at = new Date(clock.at.getTime() + 2 * 86_400_000);
      await fast.starter.round();
      return asked.length;
    };
    expect(await statements(named('few', 1))).toBe(await statements(named('many', 400)));
    expect(await startedOf('many')).toHaveLength(400);
    await fast.dataSource.destroy();
  });

  const countingStatements = (
    { syncStarter }: OneGateway,
    asked: string[],
  ): OneGateway['syncStarter']['startWithin'] => {
    const startWithin = syncStarter.startWithin.bind(syncStarter);
    return (tx, calls, first) => {
      const query = jest.spyOn(tx, 'query');
      return startWithin(tx, calls, first).finally(() => asked.push(...query.mock.calls.map(([sql]) => sql)));
    };
  };
});
