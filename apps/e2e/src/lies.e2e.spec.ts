import { aTenantId, describeReal, type RunningSystem, startSystem } from '@people-sync/testing';
import { Customer } from './doors/customer.client';

const PEOPLE = 40;

/** Answers that are whole, say that all is well, and are not true (facts about PeopleHR, sections 2 and 7). */
const lies = [
  ['half of the people are not in it', 'half-missing', { fraction: 0.5 }],
  ['hardly anybody is in it', 'half-missing', { fraction: 0.95 }],
  ['everybody is said to have left', 'all-leavers', {}],
  ['the employment status is a code that nobody knows', 'unknown-status', {}],
  ['the email address of everybody is blank', 'field-blank', { field: 'EmailId' }],
  ['the status is not in it', 'field-gone', { field: 'EmployeeStatus' }],
  ['the department of everybody is blank', 'field-blank', { field: 'Department' }],
  ['the department has another name', 'field-renamed', { field: 'Department' }],
  ['the job role of everybody is the same', 'one-value', { field: 'JobRole', value: 'Employee' }],
] as const;

describeReal()('an answer that looks good and is not true', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    system = await startSystem({ form: 'embedded' });
  });
  afterAll(() => system.stop());

  it.each(lies)('(%s) takes nobody out of WeThrive, and changes nobody without an OK', async (_what, fault, how) => {
    const customer = await Customer.create(system, aTenantId(), { kind: 'tile-maker', employees: PEOPLE, seed: 8 });
    await customer.mustConnect();
    await customer.sync();
    const before = await customer.people();
    await customer.fault(fault, { times: null, action: 'GetAllEmployeeDetail', ...how });
    // Twice: a lie that is told again on the same day proves nothing more.
    for (const sync of [await customer.sync(), await customer.sync()]) {
      expect(['held', 'failed', 'completed-with-problems', 'superseded']).toContain(sync.status);
      if (sync.status === 'completed-with-problems') expect(sync.applied).toMatchObject({ left: 0, changed: 0 });
      else expect(sync.applied).toBeNull();
      expect(sync.message).toMatch(/[a-z]{3}.*[.]$/);
    }
    expect(await customer.people()).toEqual(before);

    // Once PeopleHR tells the truth again, everything is as it was.
    await customer.well();
    const [after] = [await customer.sync()];
    expect(after).toMatchObject({ applied: { joined: 0, changed: 0, left: 0, missing: 0 } });
    expect(await customer.people()).toEqual(before);
    expect(await customer.problems()).toEqual([]);
  });
});
