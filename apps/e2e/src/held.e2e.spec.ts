import { aTenantId, describeReal, eventually, type RunningSystem, startSystem } from '@people-sync/testing';
import { Customer, type SyncRow } from './doors/customer.client';
import { eventsOf } from './doors/event-trail';
import { ids, row, staff } from './doors/staff';

/** The same flow, with the same handlers, in both forms. */
const forms = [
  { form: 'distributed' as const, needs: ['postgres', 'kafka'] as const },
  { form: 'embedded' as const, needs: [] as const },
];
const LAST_DAY = '2026-01-31';

describe.each(forms)('changes that wait for an OK, in the $form form', ({ form, needs }) => {
  describeReal(...needs)('', () => {
    let system: RunningSystem;

    beforeAll(async () => {
      system = await startSystem({ form });
    });
    afterAll(() => system.stop());

    /** A company of 20 that was synced once. */
    const synced = async (): Promise<Customer> => {
      const customer = await Customer.create(system, aTenantId(), { rows: staff(20) });
      await customer.mustConnect();
      expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: 20 } });
      return customer;
    };
    const leave = async (customer: Customer, employees: readonly string[]): Promise<void> => {
      for (const id of employees) {
        await customer.inPeopleHr('POST', `/employees/${id}/leave`, { leavingDate: LAST_DAY });
      }
    };
    /** Seven of them leave, which is too many to be done without a look. */
    const held = async (): Promise<{ customer: Customer; sync: SyncRow }> => {
      const customer = await synced();
      await leave(customer, ids(7));
      return { customer, sync: await customer.sync() };
    };
    const inactive = async (customer: Customer): Promise<string[]> =>
      Object.entries(await customer.statuses())
        .filter(([, status]) => status === 'inactive')
        .map(([id]) => id)
        .sort();

    it('five of twenty may leave; with seven nothing is applied, and the reason is a sentence', async () => {
      const customer = await synced();
      await leave(customer, ids(5));
      expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 5 } });

      const { customer: other, sync } = await held();
      expect(sync).toMatchObject({ status: 'held', heldBecause: ['leavers'] });
      expect(await eventsOf(system, sync.syncId)).not.toContain('employee.left');
      expect(await inactive(other)).toEqual([]);
      const plan = await other.plan(sync.syncId);
      expect(plan).toMatchObject({ state: 'held', itemCount: 7, groups: [{ kind: 'left', count: 7 }] });
      const [tripped] = plan.safeguards.filter((one) => one.tripped);
      expect(tripped?.message).toMatch(/7 .*people/);
    });

    it('exactly what was approved is applied; whoever was left out stays, and nobody asks again', async () => {
      const { customer, sync } = await held();
      const plan = await customer.plan(sync.syncId);
      const kept = plan.items.find((item) => item.employeeId === 'PW3')?.personId ?? '';
      expect(await customer.approve(sync, [kept])).toMatchObject({
        syncId: sync.syncId,
        status: 'completed',
        applied: { left: 6 },
      });
      expect(await inactive(customer)).toEqual(['PW1', 'PW2', 'PW4', 'PW5', 'PW6', 'PW7']);
      // The same answer again changes nothing; another one is refused.
      expect(
        await customer.call('POST', `/syncs/${sync.syncId}/approve`, { planHash: sync.planHash, leftOut: [kept] }),
      ).toMatchObject({
        status: 202,
      });
      expect(await customer.call('POST', `/syncs/${sync.syncId}/reject`, { planHash: sync.planHash })).toMatchObject({
        status: 409,
        body: { detail: expect.stringMatching(/[a-z]\.$/) },
      });
      expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 0 } });
      expect((await customer.statuses())['PW3']).toBe('active');
    });

    it('a no lasts until PeopleHR says something else, and can be taken back', async () => {
      const { customer, sync } = await held();
      expect(await customer.call('POST', `/syncs/${sync.syncId}/reject`, { planHash: sync.planHash })).toMatchObject({
        status: 200,
      });
      expect(await customer.ended(sync.syncId)).toMatchObject({ status: 'rejected' });
      expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 0 } });
      expect(await inactive(customer)).toEqual([]);
      // Another last day is another word of PeopleHR's.
      await customer.inPeopleHr('POST', '/employees/PW1/leave', { leavingDate: '2026-02-28' });
      expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 1 } });
      const { body } = await customer.call('GET', '/decisions');
      const decisions = body['items'] as readonly { decisionId: string; name: string; kind: string }[];
      const [first] = decisions.filter(({ name }) => name.endsWith('PW2'));
      expect(first).toMatchObject({ kind: 'kept' });
      expect(await customer.call('DELETE', `/decisions/${first?.decisionId ?? ''}`)).toMatchObject({ status: 200 });
      expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 1 } });
      expect(await inactive(customer)).toEqual(['PW1', 'PW2']);
    });

    it('a newer check with the same changes takes their place, and the OK at the old address still counts', async () => {
      const { customer, sync } = await held();
      const newer = await customer.sync();
      expect(newer).toMatchObject({ status: 'held', planHash: sync.planHash });
      expect(await customer.ended(sync.syncId)).toMatchObject({ status: 'superseded', supersededBy: newer.syncId });
      expect(await customer.approve(sync)).toMatchObject({
        syncId: newer.syncId,
        status: 'completed',
        applied: { left: 7 },
      });
      expect(await inactive(customer)).toHaveLength(7);
    });

    it('an OK for changes that are no longer the newest applies nothing, and leads to a new check', async () => {
      const { customer, sync } = await held();
      const people = await customer.people();
      await customer.decide({ personId: people.get('PW20')?.personId, leaveOut: true, reason: 'Trustee' });
      const answer = await customer.call('POST', `/syncs/${sync.syncId}/approve`, { planHash: sync.planHash });
      expect(answer).toMatchObject({ status: 409, body: { type: expect.stringContaining('plan-outdated') } });
      const next = String(answer.body['syncId']);
      expect(await customer.ended(next)).toMatchObject({ status: 'held' });
      expect(await inactive(customer)).toEqual([]);
    });

    it('a preview shows everything, needs no OK and changes nothing', async () => {
      const customer = await Customer.create(system, aTenantId(), { rows: staff(6) }, 4);
      await customer.mustConnect();
      const preview = await customer.sync('preview');
      expect(preview).toMatchObject({ status: 'previewed' });
      expect(await customer.plan(preview.syncId)).toMatchObject({
        state: 'previewed',
        itemCount: 6,
        licences: { seats: 4, active: 0, needed: 2, wouldWait: 2 },
      });
      expect((await customer.people()).size).toBe(0);
      expect(await customer.problems()).toEqual([]);
    });

    it('a first sync onto people who are there already waits for a look, and finds them again', async () => {
      const customer = await Customer.create(system, aTenantId(), { rows: staff(3) });
      await customer.mustConnect();
      const people = [
        { email: 'pw1@northwind-tiles.example', name: 'Zoe OConnor', weThriveId: 'W1' },
        { email: 'tess.trustee@northwind-tiles.example', name: 'Tess Trustee', weThriveId: 'W2' },
      ];
      const { body } = await customer.call('POST', '/people/import?mode=all', { people });
      expect(body).toMatchObject({ imported: 2 });
      // Without a number they come after the answer, and with one they are here.
      if (body['state'] === 'on-its-way') await eventually(async () => expect((await customer.people()).size).toBe(2));
      expect((await customer.people()).size).toBe(2);
      const before = [...(await customer.people()).values()].find(({ email }) => email === people[0]?.email);
      const sync = await customer.sync();
      expect(sync).toMatchObject({ status: 'held', heldBecause: ['first-onto-people'] });
      await customer.approve(sync);
      const after = await customer.people();
      expect(after.get('PW1')).toMatchObject({ personId: before?.personId, status: 'active', notFromPeopleHr: false });
      const trustee = [...after.values()].find(({ name }) => name === 'Tess Trustee');
      expect(trustee).toMatchObject({ status: 'active', notFromPeopleHr: true });
      expect(after.size).toBe(4);
    });

    it('asks whether it is the same person when an address comes with another name, and remembers the answer', async () => {
      const customer = await synced();
      const before = await customer.people();
      // Somebody new under a new id has the address of somebody who is no longer there.
      await customer.inPeopleHr('DELETE', '/employees/PW1');
      await customer.inPeopleHr(
        'PUT',
        '/employees/PW99',
        row('PW99', { firstName: 'Ada', lastName: 'Nwosu', email: 'pw1@northwind-tiles.example' }),
      );
      expect(await customer.sync()).toMatchObject({
        status: 'completed-with-problems',
        applied: { joined: 0, refused: 1 },
      });
      const [open] = (await customer.problems()).filter(({ code }) => code === 'identity-address');
      expect(open).toMatchObject({ employeeId: 'PW99', otherPersonId: before.get('PW1')?.personId });
      await customer.decide({ employeeId: 'PW99', samePersonAs: open?.otherPersonId });
      expect(await customer.sync()).toMatchObject({ applied: { joined: 0, changed: 1, refused: 0 } });
      const after = await customer.people();
      expect(after.get('PW99')).toMatchObject({ personId: before.get('PW1')?.personId, name: 'Ada Nwosu' });
      expect(after.size).toBe(20);
      expect(await customer.problems()).toEqual([]);
    });

    it('tells why, for somebody who changed, for somebody who did not, and for somebody who was never added', async () => {
      const customer = await synced();
      await customer.inPeopleHr('PUT', '/employees/PW2', { jobRole: 'Shift Supervisor' });
      await customer.inPeopleHr('PUT', '/employees/PW30', row('PW30', { email: 'not an address' }));
      await customer.sync();
      const people = await customer.people();
      const why = async (path: string): Promise<string> => {
        const { status, body } = await customer.call('GET', path);
        expect(status).toBe(200);
        const steps = body['steps'] as readonly { sentence: string }[];
        return [body['summary'], ...steps.map(({ sentence }) => sentence)].join('\n');
      };
      const changed = await why(`/people/${people.get('PW2')?.personId ?? ''}/why`);
      expect(changed).toMatch(/Shift Supervisor|Team/);
      const unchanged = await why(`/people/${people.get('PW3')?.personId ?? ''}/why`);
      const refused = await why('/why?employeeId=PW30');
      expect(refused).toMatch(/email|address/i);
      for (const text of [changed, unchanged, refused]) {
        expect(text).not.toMatch(/\b(tenant|snapshot|hash|base|parked|digest)\b/i);
        expect(text.length).toBeGreaterThan(40);
      }
    });

    it('whoever is left out is not in the next survey, and the scope shows its effect before it is saved', async () => {
      const customer = await Customer.create(system, aTenantId(), {
        rows: staff(20).map((one, n) => ({ ...one, employmentType: n < 2 ? 'Contractor' : 'Permanent' })),
      });
      await customer.mustConnect();
      await customer.sync();
      const scope = { employmentType: { everything: true, exclude: ['Contractor'] } };
      const { body: effect } = await customer.call('POST', '/policy/scope-effect', { scope });
      expect(effect).toMatchObject({ employees: 20, included: 18, leaving: 2, joining: 0 });
      expect(await customer.call('PATCH', '/policy', { scope, confirmedLeaving: 3 })).toMatchObject({ status: 409 });
      expect(await customer.call('PATCH', '/policy', { scope, confirmedLeaving: 2 })).toMatchObject({ status: 200 });
      expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 2 } });
      expect(await inactive(customer)).toEqual(['PW1', 'PW2']);
    });
  });
});
