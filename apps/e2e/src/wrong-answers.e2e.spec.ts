import { aTenantId, describeReal, type RunningSystem, startSystem } from '@people-sync/testing';
import { Customer } from './doors/customer.client';
import { staff } from './doors/staff';

/** Words that administrators never see (docs/semantics.md §8). */
const forbidden = /\b(tenant|snapshot|hash|base|parked|digest)\b/i;

describeReal()('a wrong answer from PeopleHR', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    // The same waits as in production, but short.
    system = await startSystem({
      form: 'embedded',
      env: { 'all-in-one': { RETRY_BASE_MS: '20', THROTTLE_WAIT_MS: '50' } },
    });
  });
  afterAll(() => system.stop());

  it.each([
    ['HTML instead of JSON', 'html-502', 'unavailable'],
    ['a refusal of what stands before PeopleHR', 'html-403', 'unavailable'],
    ['an empty body', 'empty-body', 'unavailable'],
    ['half an answer', 'truncated-json', 'unavailable'],
    ['a connection that breaks in the middle', 'reset-mid-body', 'unavailable'],
    ['nobody there at all', 'reset', 'unavailable'],
    ['a fault of its own', 'status-6', 'unavailable'],
    ['a limit on calls', 'throttled', 'throttled'],
    ['a list of nobody', 'no-employees-empty-list', 'no-employees'],
    ['no records', 'no-employees', 'no-employees'],
    ['a key that is not accepted any more', 'invalid-key', 'invalid-api-key'],
    ['a missing permission', 'no-grant', 'missing-permission'],
    ['a suspended account', 'suspended', 'account-blocked'],
    ['another shape', 'result-object', 'unexpected-answer'],
    ['somebody twice', 'duplicate-employee', 'employee-twice'],
    ['somebody without an id', 'missing-employee-id', 'unexpected-answer'],
  ])('(%s) is a failed sync with a sentence, and nobody is touched', async (_name, fault, reason) => {
    const customer = await Customer.create(system, aTenantId(), { employees: 8, seed: 1 });
    await customer.mustConnect();
    await customer.sync();
    const before = await customer.people();
    await customer.fault(fault, { times: null, action: 'GetAllEmployeeDetail' });
    const sync = await customer.sync();
    expect(sync).toMatchObject({ status: 'failed', reason });
    expect(sync.message).toMatch(/[a-z]{3}.*\.$/);
    expect(sync.message).not.toMatch(forbidden);
    expect(await customer.people()).toEqual(before);
    expect([...before.values()].every((person) => person.status === 'active')).toBe(true);
  });

  it('(somebody twice) says whose employee ID it is', async () => {
    const customer = await Customer.create(system, aTenantId(), { rows: staff(3) });
    await customer.mustConnect();
    await customer.fault('duplicate-employee', { times: null, action: 'GetAllEmployeeDetail' });
    expect((await customer.sync()).message).toMatch(
      /^PeopleHR lists two records with the employee ID PW\d,.*sync again\.$/,
    );
  });

  it('(it passes) is tried again, and the sync completes', async () => {
    const customer = await Customer.create(system, aTenantId(), { employees: 3, seed: 1 });
    await customer.mustConnect();
    await customer.fault('html-502', { times: 1, action: 'GetAllEmployeeDetail' });
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: 3 } });
  });

  it('(a wrong key at setup) says what to do, and nothing is stored', async () => {
    const customer = await Customer.create(system, aTenantId(), { employees: 1, seed: 1 });
    const answer = await customer.connect('00000000-0000-4000-8000-000000000000');
    expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringContaining('Settings > API') } });
    expect(await customer.call('GET', '/integrations/peoplehr')).toMatchObject({ body: { status: 'not-connected' } });
    expect(await customer.call('POST', '/syncs', { mode: 'apply' })).toMatchObject({ status: 409 });
  });
});
