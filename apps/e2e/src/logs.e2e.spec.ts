import {
  aTenantId,
  describeReal,
  eventually,
  type RunningSystem,
  type ServiceName,
  services,
  startSystem,
} from '@people-sync/testing';
import { Customer } from './doors/customer.client';
import { patientDoor } from './doors/door';
import { row } from './doors/staff';

/** Ends a test that would never be over. */
const PATIENCE_MS = 240_000;

type Line = Readonly<Record<string, unknown>>;

describeReal('postgres', 'kafka')('the log of a running system', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    system = await startSystem({ form: 'distributed' });
  });
  afterAll(() => system.stop());

  /** What is no JSON is what a process says to whoever starts it. */
  const linesOf = (service: ServiceName): Line[] =>
    system
      .log(service)
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
  const all = (): Line[] => services.flatMap(linesOf);
  /** Comes again where a part is not back yet: a new company is told to those who have to know of it. */
  const connected = async (): Promise<Customer> => {
    const door = patientDoor(system, AbortSignal.timeout(PATIENCE_MS));
    const customer = await Customer.create(system, aTenantId(), { rows: [row('PW1'), row('PW2')] }, null, door);
    await customer.mustConnect();
    return customer;
  };

  it('has one line of a sync that came through: whose, which, what it did, how long it took', async () => {
    const customer = await connected();
    const sync = await customer.sync();
    const ended = () => linesOf('gateway').filter(({ sync: id, msg }) => id === sync.syncId && msg === 'a sync ended');
    await eventually(() => expect(ended()).toHaveLength(1));
    expect(ended()[0]).toMatchObject({
      level: 'info',
      tenant: customer.tenant,
      outcome: 'completed',
      counts: { seen: 2, joined: 2 },
      seconds: expect.any(Number),
    });
  });

  it('says of one that failed what PeopleHR answered', async () => {
    const customer = await connected();
    await customer.fault('html-502', { times: null, action: 'GetAllEmployeeDetail' });
    const sync = await customer.sync();
    const about = (lines: readonly Line[]) => lines.filter(({ sync: id }) => id === sync.syncId);
    await eventually(() =>
      expect(about(linesOf('gateway'))).toMatchObject([
        { msg: 'a sync failed', tenant: customer.tenant, reason: 'unavailable' },
      ]),
    );
    const told = about(linesOf('peoplehr-fetcher'));
    expect(told.length).toBeGreaterThan(0);
    for (const line of told) {
      expect(line).toMatchObject({
        msg: 'no snapshot',
        tenant: customer.tenant,
        reason: 'unavailable',
        said: 'HTTP 502',
      });
    }
  });

  it('has no error because a process is replaced and its partitions are shared out anew', async () => {
    await system.terminate('reconciler');
    await system.restart('reconciler');
    const customer = await connected();
    expect(await customer.sync()).toMatchObject({ status: 'completed' });
    expect(all().filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  });

  it('says in every line which process wrote it, and names a company in its field only', () => {
    const lines = all();
    expect(lines.length).toBeGreaterThan(services.length);
    for (const line of lines) {
      expect(line).toMatchObject({
        time: expect.stringMatching(/^\d{4}-/),
        level: expect.any(String),
        service: expect.any(String),
        instance: expect.stringMatching(/\/\d+$/),
        version: expect.any(String),
        msg: expect.any(String),
      });
      const { tenant, ...rest } = line;
      if (typeof tenant === 'string') expect(JSON.stringify(rest)).not.toContain(tenant);
      else expect(JSON.stringify(rest)).not.toMatch(/\bt-[0-9a-z]{6,}/);
    }
  });
});
