import {
  aTenantId,
  describeReal,
  eventually,
  type MoreEnvironment,
  recordedEvents,
  type RunningSystem,
  type ServiceName,
  services,
  startSystem,
  TraceCollector,
} from '@people-sync/testing';
import { CanarySearch } from './doors/canary-search';
import { Customer } from './doors/customer.client';

/** What the simulated PeopleHR puts into bank, NI number, birth date, address and phone of every employee. */
const canary = 'CANARY';

/** How PeopleHR repeats the key in its words (the simulator's fault key-echoed). */
const spellings = ['plain', 'upper-case', 'bare', 'spaced', 'url', 'html', 'json', 'base64', 'hex', 'half'];

describeReal('postgres', 'kafka')('what is none of our business', () => {
  let system: RunningSystem;
  let collector: TraceCollector;
  let customer: Customer;
  let search: CanarySearch;
  const answers: string[] = [];

  beforeAll(async () => {
    collector = await TraceCollector.start();
    const own: Partial<Record<ServiceName, Record<string, string>>> = {
      'peoplehr-fetcher': { LOG_LEVEL: 'trace', RETRY_BASE_MS: '20' },
      credentials: { LOG_LEVEL: 'trace' },
    };
    const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '1' };
    const env: MoreEnvironment = Object.fromEntries(
      services.map((service) => [service, { ...traced, ...own[service] }]),
    );
    system = await startSystem({ form: 'distributed', env });
    customer = await Customer.create(system, aTenantId(), { employees: 30, seed: 5 });
    const keep = async (answer: Promise<unknown>): Promise<void> => void answers.push(JSON.stringify(await answer));
    // A customer for each: nobody may try to connect so often.
    const others: Customer[] = [];
    for (const value of spellings) {
      const other = await Customer.create(system, aTenantId(), { employees: 1, seed: 6 });
      await other.fault('key-echoed', { value, action: 'GetCompanyInformation' });
      await keep(other.connect());
      others.push(other);
    }
    search = new CanarySearch(
      system,
      canary,
      [customer, ...others].map(({ key }) => key),
    );
    await keep(customer.connect('not-a-key'));
    await customer.fault('key-in-company-name');
    await keep(customer.connect());
    await keep(customer.sync());
    await customer.inPeopleHr('POST', '/change', { fraction: 0.5, field: 'jobRole', seed: 2 });
    await customer.inPeopleHr('POST', '/employees/PW3/leave', { leavingDate: '2026-01-31' });
    await keep(customer.sync());
    for (const value of spellings) {
      await customer.fault('key-echoed', { value, status: 4, action: 'GetAllEmployeeDetail' });
      await keep(customer.sync());
    }
    await customer.fault('truncated-json', { times: null, action: 'GetAllEmployeeDetail' });
    await keep(customer.sync());
    for (const path of [
      '/people?limit=500',
      '/syncs',
      '/problems?state=open',
      '/integrations/peoplehr',
      '/people/changes?after=0',
    ])
      await keep(customer.call('GET', path));
  });
  afterAll(async () => {
    await system.stop();
    await collector.stop();
  });

  it('is really in what PeopleHR answers', async () => {
    const response = await fetch(`${system.peoplehr}/Employee`, {
      method: 'POST',
      body: JSON.stringify({ APIKey: customer.key, Action: 'GetEmployeeDetailById', EmployeeId: 'PW1' }),
    });
    const text = await response.text();
    for (const kind of ['BANK', 'NI', 'BIRTH', 'ADDRESS', 'PHONE']) expect(text).toContain(`${canary}-${kind}`);
  });

  it('is on no topic, and neither is the API key, however PeopleHR spells it', async () => {
    expect((await recordedEvents(system)).length).toBeGreaterThan(60);
    expect(await search.onTopics()).toBe(0);
  });

  it('is in no table of any service, and the API key is in none in the clear', async () => {
    expect(await search.inTables()).toEqual([]);
  });

  it('is in no log and in no answer, though the words around it are', () => {
    expect(answers).toHaveLength(10 + 2 * spellings.length);
    for (const text of [system.logs(), ...answers]) expect(search.isIn(text)).toBe(false);
    expect(system.logs()).toContain('API key [key] does not exists.');
    expect(answers.join()).toContain('Tiles of [key]');
  });

  it('leaves nobody named in a log', async () => {
    const people = [...(await customer.people()).values()];
    for (const { email, name } of people) {
      if (email !== null) expect(system.logs()).not.toContain(email);
      expect(system.logs()).not.toContain(name);
    }
  });

  it('is in no trace, and nobody is named in one', async () => {
    await eventually(() => {
      const told = new Set(collector.spans.map(({ service, name }) => `${service}: ${name}`));
      expect(told).toContain('peoplehr-fetcher: PeopleHR GetAllEmployeeDetail');
      expect(told).toContain('credentials: peoplesync.credentials.v1.Credentials/Connect');
      expect(told).toContain('gateway: GET /v1/tenants/:tenant/people');
    });
    const traces = collector.raw.join('\n');
    expect(search.isIn(traces)).toBe(false);
    for (const { email, name } of (await customer.people()).values()) {
      if (email !== null) expect(traces).not.toContain(email);
      expect(traces).not.toContain(name);
    }
  });

  it.each([...spellings, 'the word'])('would be found, had it come through: %s', (spelling) => {
    const { key } = customer;
    const each = (spell: (point: number) => string) => Array.from(key, (one) => spell(one.charCodeAt(0))).join('');
    const hex = (point: number, digits: number) => point.toString(16).padStart(digits, '0');
    const planted: Record<string, string> = {
      plain: key,
      'upper-case': key.toUpperCase(),
      bare: key.replaceAll('-', ''),
      spaced: Array.from(key).join(' '),
      url: each((point) => `%${hex(point, 2)}`),
      html: each((point) => `&#${point};`),
      json: each((point) => `\\\\u${hex(point, 4)}`),
      base64: Buffer.from(`{"APIKey":"${key}"}`).toString('base64'),
      hex: Buffer.from(key).toString('hex'),
      half: key.slice(0, 18),
      'the word': 'CANARY-BANK-PW1',
    };
    expect(search.isIn(`{"msg":"said ${planted[spelling] ?? ''} to nobody"}`)).toBe(true);
  });

  it('is found on topics, in tables and in answers when it is planted where something may pass', async () => {
    await customer.well();
    await customer.inPeopleHr('PUT', '/employees/PW5', { jobRole: `${canary} ${customer.key.toUpperCase()}` });
    await customer.sync();
    expect(await search.onTopics()).toBeGreaterThan(0);
    expect((await search.inTables()).length).toBeGreaterThan(2);
    const people = await customer.call('GET', '/people?limit=500');
    expect(search.isIn(JSON.stringify(people))).toBe(true);
  });
});
