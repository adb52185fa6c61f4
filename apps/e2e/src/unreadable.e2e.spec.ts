import { aTenantId, describeReal, eventually, type RunningSystem, startSystem } from '@people-sync/testing';
import { Customer } from './doors/customer.client';
import { ids, staff } from './doors/staff';

const NO_GUID = '00000000-0000-0000-0000-000000000000';

describeReal()('what cannot be read in PeopleHR is never a fact', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    system = await startSystem({ form: 'embedded' });
  });
  afterAll(() => system.stop());

  const company = async (people: number, values: Readonly<Record<string, string>> = {}): Promise<Customer> => {
    const rows = staff(people).map((row) => ({ ...row, ...values }));
    const customer = await Customer.create(system, aTenantId(), { rows });
    await customer.mustConnect();
    return customer;
  };
  /** A company that was synced once. */
  const synced = async (people: number): Promise<Customer> => {
    const customer = await company(people);
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: people } });
    return customer;
  };
  const put = (customer: Customer, employeeId: string, values: Readonly<Record<string, string>>): Promise<void> =>
    customer.inPeopleHr('PUT', `/employees/${employeeId}`, values);
  const lie = (customer: Customer, fault: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> =>
    customer.fault(fault, { times: null, action: 'GetAllEmployeeDetail', ...more });

  it('a date with a midnight behind it is that day, for leavers and for starters', async () => {
    const customer = await synced(20);
    const [leavesIn2099 = '', left = '', startsIn2099 = ''] = ids(3);
    await put(customer, leavesIn2099, { status: '2', leavingDate: '2099-01-31T00:00:00' });
    await put(customer, left, { leavingDate: '2024-01-31T00:00:00' });
    await put(customer, `N${startsIn2099}`, {
      firstName: 'Nia',
      lastName: 'New',
      email: 'nia.new@tiles.example',
      startDate: '2099-09-01T00:00:00',
    });
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: 0, left: 1 } });
    const statuses = await customer.statuses();
    expect([statuses[leavesIn2099], statuses[left], statuses[`N${startsIn2099}`]]).toEqual([
      'active',
      'inactive',
      undefined,
    ]);
  });

  it('a whole company whose dates gain a time has no change', async () => {
    const customer = await synced(30);
    const before = await customer.people();
    await lie(customer, 'dates-with-time');
    expect(await customer.sync()).toMatchObject({
      status: 'completed',
      applied: { changed: 0, left: 0, unchanged: 30 },
    });
    expect(await customer.people()).toEqual(before);
  });

  it('a job role that is longer than a book is that person’s problem, and everybody else goes on', async () => {
    const customer = await synced(12);
    const before = await customer.people();
    const [first = '', second = ''] = ids(2);
    await put(customer, second, { location: 'Stoke' });
    await lie(customer, 'long-value');
    expect(await customer.sync()).toMatchObject({
      status: 'completed-with-problems',
      applied: { changed: 1, left: 0, refused: 1 },
    });
    expect(await customer.problems()).toMatchObject([{ code: 'text-unreadable', employeeId: first }]);
    const after = await customer.people();
    expect([after.get(first), after.get(second)?.location]).toEqual([before.get(first), 'Stoke']);
    await customer.well();
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { changed: 0, refused: 0 } });
    expect(await customer.problems()).toEqual([]);
  });

  it('a leaving date in the year 1 lets nobody go', async () => {
    const customer = await synced(10);
    for (const id of ids(4)) await put(customer, id, { leavingDate: '0001-01-01' });
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 0 } });
    await lie(customer, 'dates-for-none');
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 0, changed: 0 } });
    expect(new Set(Object.values(await customer.statuses()))).toEqual(new Set(['active']));
  });

  it('a UniqueKey of zeros is nobody’s: everybody is added, and no newcomer takes over a record', async () => {
    const customer = await company(10, { uniqueKey: NO_GUID });
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: 10 } });
    const before = await customer.people();
    await put(customer, 'N1', { firstName: 'Nia', lastName: 'New', email: 'nia@tiles.example', uniqueKey: NO_GUID });
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: 1, changed: 0 } });
    const after = await customer.people();
    after.delete('N1');
    expect(after).toEqual(before);
  });

  it('a leaver whose last day is no day stays until somebody says that they left', async () => {
    const customer = await synced(20);
    const [id = ''] = ids(1);
    await put(customer, id, { status: '2', leavingDate: '31/01/2099' });
    expect(await customer.sync()).toMatchObject({ status: 'completed-with-problems', applied: { left: 0 } });
    const [problem, ...others] = await customer.problems();
    expect([problem?.code, others]).toEqual(['leaver-date-unreadable', []]);
    expect(problem?.message).toMatch(/^Has .* left\? .*31\/01\/2099.*say whether they have left\.$/);
    await customer.decide({ personId: problem?.personId, leaver: 'not-yet' });
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 0, refused: 0 } });
    // Another date is another question.
    await put(customer, id, { status: '2', leavingDate: '28.02.2099' });
    expect(await customer.sync()).toMatchObject({ applied: { left: 0, refused: 1 } });
    await customer.decide({ personId: problem?.personId, leaver: 'left' });
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 1 } });
    expect((await customer.statuses())[id]).toBe('inactive');
  });

  it('dates in another order change nobody, each time, and the platform sees whose they are', async () => {
    const customer = await synced(30);
    const before = await customer.people();
    await lie(customer, 'dates-with-slashes');
    const inNeed = async (): Promise<boolean> => {
      const response = await fetch(`${system.http}/v1/tenants?state=unreadable&limit=500`, {
        headers: { authorization: `Bearer ${system.token}` },
      });
      const { items } = (await response.json()) as { items: readonly { readonly tenant: string }[] };
      return items.some(({ tenant }) => tenant === customer.tenant);
    };
    const held = await customer.sync();
    expect(held).toMatchObject({ status: 'held', heldBecause: ['dates-unreadable'] });
    expect(held.message).toContain('many dates in PeopleHR cannot be read');
    const [tripped] = (await customer.plan(held.syncId)).safeguards.filter((one) => one.tripped);
    expect(tripped?.message).toMatch(/^PeopleHR gives 30 people a start date that cannot be read as a day/);
    await eventually(async () => expect(await inNeed()).toBe(true));
    await customer.approve(held);
    expect(await customer.sync()).toMatchObject({ status: 'held', heldBecause: ['dates-unreadable'] });
    expect(await customer.people()).toEqual(before);
    await customer.well();
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { changed: 0, left: 0 } });
    await eventually(async () => expect(await inNeed()).toBe(false));
    expect(await customer.problems()).toEqual([]);
  });
});
