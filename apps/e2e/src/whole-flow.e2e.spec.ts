import { aTenantId, describeReal, eventually, type RunningSystem, startSystem } from '@people-sync/testing';
import { Customer } from './doors/customer.client';
import { eventsOf } from './doors/event-trail';
import { row } from './doors/staff';

/** The same flow, with the same handlers, in both forms. */
const forms = [
  { form: 'distributed' as const, needs: ['postgres', 'kafka'] as const },
  { form: 'embedded' as const, needs: [] as const },
];

describe.each(forms)('PeopleSync in its $form form', ({ form, needs }) => {
  describeReal(...needs)('', () => {
    let system: RunningSystem;

    beforeAll(async () => {
      system = await startSystem({ form });
    });
    afterAll(() => system.stop());

    const connected = async (rows: readonly object[], seats: number | null = null): Promise<Customer> => {
      const customer = await Customer.create(system, aTenantId(), { rows }, seats);
      await customer.mustConnect();
      return customer;
    };

    it('brings a company into the People table by the mapping, Unit left empty', async () => {
      const customer = await connected([
        row('PW1', { firstName: 'Grace', lastName: 'Hopwood', jobRole: 'Managing Director' }),
        row('PW2', { reportsToEmployeeId: 'PW1', email: ' Zoe.OConnor@Northwind-Tiles.example ' }),
        row('PW3', { status: '2', leavingDate: '2024-03-31' }),
      ]);
      const sync = await customer.sync();
      expect(sync).toMatchObject({ status: 'completed', seen: 3, applied: { joined: 2, left: 0, refused: 0 } });
      const people = await customer.people();
      expect([...people.keys()].sort()).toEqual(['PW1', 'PW2']);
      expect(people.get('PW2')).toMatchObject({
        email: 'zoe.oconnor@northwind-tiles.example',
        name: "Zoë O'Connor PW2",
        team: 'Kiln Technician',
        location: 'Leeds',
        department: 'Production',
        manager: 'Grace Hopwood',
        unit: null,
        status: 'active',
        version: 1,
      });
    });

    it('changes nothing the second time, and says so with five events', async () => {
      const customer = await connected([row('PW1'), row('PW2')]);
      await customer.sync();
      const second = await customer.sync();
      expect(second).toMatchObject({
        status: 'completed',
        seen: 2,
        applied: { joined: 0, changed: 0, left: 0, unchanged: 2 },
      });
      expect(await eventsOf(system, second.syncId)).toEqual([
        'plan.made',
        'snapshot.started',
        'snapshot.unchanged',
        'sync.applied',
        'sync.requested',
      ]);
      expect([...(await customer.people()).values()].map((person) => person.version)).toEqual([1, 1]);
    });

    it('brings joiners, changes and leavers with the next sync; leavers stay, inactive, with their data', async () => {
      const customer = await connected([row('PW1'), row('PW2'), row('PW3')]);
      await customer.sync();
      await customer.inPeopleHr('PUT', '/employees/PW4', row('PW4'));
      await customer.inPeopleHr('PUT', '/employees/PW2', { jobRole: 'Shift Supervisor' });
      await customer.inPeopleHr('POST', '/employees/PW3/leave', { leavingDate: '2026-01-31' });
      const sync = await customer.sync();
      expect(sync).toMatchObject({ status: 'completed', seen: 4, applied: { joined: 1, changed: 1, left: 1 } });
      const people = await customer.people();
      expect(people.get('PW4')).toMatchObject({ status: 'active' });
      expect(people.get('PW2')).toMatchObject({ team: 'Shift Supervisor', version: 2 });
      expect(people.get('PW3')).toMatchObject({
        status: 'inactive',
        team: 'Kiln Technician',
        email: 'pw3@northwind-tiles.example',
      });
      const { body } = await customer.call('GET', `/people/${people.get('PW2')?.personId ?? ''}/history`);
      expect(body['items']).toMatchObject([
        { version: 2, kind: 'updated', syncId: sync.syncId, changed: ['team'], person: { team: 'Shift Supervisor' } },
        { version: 1, kind: 'added', person: { team: 'Kiln Technician' } },
      ]);
    });

    it('keeps one person who changes their address, and two who swap theirs', async () => {
      const customer = await connected([row('PW1'), row('PW2'), row('PW3')]);
      await customer.sync();
      const before = await customer.people();
      await customer.inPeopleHr('PUT', '/employees/PW1', { email: 'pw2@northwind-tiles.example' });
      await customer.inPeopleHr('PUT', '/employees/PW2', { email: 'pw1@northwind-tiles.example' });
      await customer.inPeopleHr('PUT', '/employees/PW3', { email: 'married.name@northwind-tiles.example' });
      expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { changed: 3, joined: 0 } });
      const after = await customer.people();
      expect(after.size).toBe(3);
      for (const id of ['PW1', 'PW2', 'PW3']) expect(after.get(id)?.personId).toBe(before.get(id)?.personId);
      expect(after.get('PW1')?.email).toBe('pw2@northwind-tiles.example');
      expect(after.get('PW3')?.email).toBe('married.name@northwind-tiles.example');
    });

    it('brings back a leaver as the same person', async () => {
      const customer = await connected([row('PW1'), row('PW2')]);
      await customer.sync();
      const { personId } = (await customer.people()).get('PW2') ?? {};
      await customer.inPeopleHr('POST', '/employees/PW2/leave', { leavingDate: '2026-01-31' });
      await customer.sync();
      await customer.inPeopleHr('PUT', '/employees/PW2', { status: '1', leavingDate: '' });
      expect(await customer.sync()).toMatchObject({ applied: { rejoined: 1, joined: 0 } });
      expect((await customer.people()).get('PW2')).toMatchObject({ personId, status: 'active', version: 3 });
    });

    it('never gives out more licences than there are; whoever waits is active as soon as one comes', async () => {
      const rows = ['PW1', 'PW2', 'PW3', 'PW4', 'PW5'].map((id, n) => row(id, { startDate: `202${n}-01-06` }));
      const customer = await connected(rows, 3);
      expect(await customer.sync()).toMatchObject({ applied: { joined: 3, waiting: 2 } });
      const statuses = async (): Promise<string[]> =>
        [...(await customer.people()).entries()]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([, person]) => person.status);
      expect(await statuses()).toEqual(['active', 'active', 'active', 'waiting', 'waiting']);
      await customer.inPeopleHr('POST', '/employees/PW1/leave', { leavingDate: '2026-01-31' });
      await customer.sync();
      expect(await statuses()).toEqual(['inactive', 'active', 'active', 'active', 'waiting']);
      await customer.call('PUT', '/licences', { seats: 4 });
      await eventually(async () =>
        expect(await statuses()).toEqual(['inactive', 'active', 'active', 'active', 'active']),
      );
    });

    it('refuses whom it cannot place, says why, and goes on with everybody else', async () => {
      const customer = await connected([
        row('PW1'),
        row('PW2', { email: '' }),
        row('PW3', { email: 'x@y.example' }),
        row('PW4', { email: 'X@y.example' }),
      ]);
      expect(await customer.sync()).toMatchObject({
        status: 'completed-with-problems',
        applied: { joined: 1, refused: 3, problems: 3 },
        attention: [
          { kind: 'problems', count: 3 },
          { kind: 'refused', count: 3 },
        ],
      });
      const { body } = await customer.call('GET', '/problems?state=open');
      const problems = body['items'] as readonly { code: string; message: string; employeeId: string }[];
      expect(problems.map(({ employeeId, code }) => `${employeeId} ${code}`).sort()).toEqual([
        'PW2 email-blank',
        'PW3 email-twice',
        'PW4 email-twice',
      ]);
      for (const { message } of problems) expect(message).toMatch(/PeopleHR/);
    });

    it('leaves somebody who is merely missing as they are, and counts them', async () => {
      const customer = await connected([row('PW1'), row('PW2')]);
      await customer.sync();
      await customer.inPeopleHr('DELETE', '/employees/PW2');
      expect(await customer.sync()).toMatchObject({ seen: 1, applied: { left: 0, missing: 1 } });
      expect((await customer.people()).get('PW2')).toMatchObject({ status: 'active' });
    });

    it('tells every step while it runs, and ends the stream with the sync', async () => {
      const customer = await connected([row('PW1')]);
      const { syncId: id } = await customer.start();
      const response = await fetch(`${system.http}/v1/tenants/${customer.tenant}/syncs/${id}/events`, {
        headers: { authorization: `Bearer ${system.token}` },
      });
      const statuses = [...(await response.text()).matchAll(/"status":"([a-z-]+)"/g)].map((match) => match[1]);
      expect(statuses.at(-1)).toBe('completed');
    });

    it('answers every stranger the same, and shows no company to another', async () => {
      const customer = await connected([row('PW1')]);
      const other = await system.tokenFor({
        subject: 'ada@other.example',
        roles: ['peoplesync.admin'],
        tenant: aTenantId(),
      });
      const ask = (token: string | undefined): Promise<Response> =>
        fetch(`${system.http}/v1/tenants/${customer.tenant}/people`, {
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        });
      const [none, wrong] = await Promise.all([ask(undefined), ask('not-a-token')]);
      expect([none.status, wrong.status]).toEqual([401, 401]);
      expect(await none.json()).toEqual(await wrong.json());
      expect((await ask(other)).status).toBe(404);
    });
  });
});
