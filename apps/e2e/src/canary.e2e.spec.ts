import { aTenantId, describeReal, recordedEvents, type RunningSystem, startSystem } from '@people-sync/testing';
import { Customer } from './doors/customer.client';
import { query } from './doors/event-trail';

/** What the simulated PeopleHR puts into bank, NI number, birth date, address and phone of every employee. */
const canary = 'CANARY';

describeReal('postgres', 'kafka')('what is none of our business', () => {
  let system: RunningSystem;
  let customer: Customer;
  const answers: string[] = [];

  beforeAll(async () => {
    system = await startSystem({
      form: 'distributed',
      env: { 'peoplehr-fetcher': { LOG_LEVEL: 'trace', RETRY_BASE_MS: '20' }, credentials: { LOG_LEVEL: 'trace' } },
    });
    customer = await Customer.create(system, aTenantId(), { employees: 30, seed: 5 });
    const keep = async (answer: Promise<unknown>): Promise<void> => void answers.push(JSON.stringify(await answer));
    await keep(customer.connect('not-a-key'));
    await keep(customer.connect());
    await keep(customer.sync());
    await customer.inPeopleHr('POST', '/change', { fraction: 0.5, field: 'jobRole', seed: 2 });
    await customer.inPeopleHr('POST', '/employees/PW3/leave', { leavingDate: '2026-01-31' });
    await keep(customer.sync());
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
  afterAll(() => system.stop());

  it('is really in what PeopleHR answers', async () => {
    const response = await fetch(`${system.peoplehr}/Employee`, {
      method: 'POST',
      body: JSON.stringify({ APIKey: customer.key, Action: 'GetEmployeeDetailById', EmployeeId: 'PW1' }),
    });
    const text = await response.text();
    for (const kind of ['BANK', 'NI', 'BIRTH', 'ADDRESS', 'PHONE']) expect(text).toContain(`${canary}-${kind}`);
  });

  it('is on no topic, and neither is the API key', async () => {
    const records = await recordedEvents(system);
    expect(records.length).toBeGreaterThan(60);
    for (const record of records) {
      expect(record).not.toContain(canary);
      expect(record).not.toContain(customer.key);
    }
  });

  it('is in no table of any service, and the API key is in none in the clear', async () => {
    const tables = await query<{ name: string }>(
      system,
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const [found] = await query<{ rows: string }>(
        system,
        `SELECT count(*) AS rows FROM ${name} t WHERE t::text LIKE $1 OR t::text LIKE $2`,
        [`%${canary}%`, `%${customer.key}%`],
      );
      expect([name, found?.rows]).toEqual([name, '0']);
    }
  });

  it('is in no log and in no answer', () => {
    expect(answers).toHaveLength(10);
    for (const text of [system.logs(), ...answers]) {
      expect(text).not.toContain(canary);
      expect(text).not.toContain(customer.key);
    }
  });

  it('leaves nobody named in a log', async () => {
    const people = [...(await customer.people()).values()];
    for (const { email, name } of people) {
      if (email !== null) expect(system.logs()).not.toContain(email);
      expect(system.logs()).not.toContain(name);
    }
  });
});
