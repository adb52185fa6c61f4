import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  aTenantId,
  describeReal,
  eventually,
  type RunningSystem,
  services,
  startSystem,
  versionBefore,
} from '@people-sync/testing';
import { eventFaults } from './cluster/event-order.client';
import { type Answer, Customer, type SyncRow } from './doors/customer.client';
import { ids, row, staff } from './doors/staff';

const PEOPLE = 20;
/** A number: how no limit is said differs between the versions. */
const SEATS = 1_000;
/** So many may not leave without a look. */
const MANY = 7;

/** Changes settings, at a gateway of either version: the one before takes PUT. */
async function policySet(customer: Customer, change: object): Promise<Answer> {
  const answer = await customer.call('PATCH', '/policy', change);
  return answer.status < 400 ? answer : customer.call('PUT', '/policy', change);
}

/** What was done, by a gateway of either version. */
const done = (sync: SyncRow): object => ({ ...sync, applied: sync.applied ?? Reflect.get(sync, 'counts') });

describeReal(
  'postgres',
  'kafka',
  'version-before',
)('an upgrade from the version before', () => {
  const before = versionBefore() ?? '';
  const thisVersion = join(__dirname, '../../..');
  let system: RunningSystem;
  /** They are there since before the upgrade. */
  let regular: Customer;

  beforeAll(async () => {
    system = await startSystem({ form: 'distributed', from: before });
    regular = await synced();
    await system.provision();
    expect(await system.provision('--check')).toBe('provision: nothing is missing\n');
  });
  afterAll(() => system.stop());

  const mainOf = (service: (typeof services)[number], from: string): string =>
    join(from, 'apps', service, 'dist', 'main.js');
  /** Replaces a service by that of a version, as an operator does; one that the version has not only ends. */
  const replace = async (service: (typeof services)[number], from: string): Promise<void> => {
    await system.terminate(service);
    if (!existsSync(mainOf(service, from))) return;
    await system.restart(service, { from });
    const runs = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(system.pid(service))], { encoding: 'utf8' });
    expect(runs).toContain(mainOf(service, from));
  };
  const replaceAll = async (from: string): Promise<void> => {
    await Promise.all(services.map((service) => replace(service, from)));
  };

  async function synced(): Promise<Customer> {
    const customer = await Customer.create(system, aTenantId(), { rows: staff(PEOPLE) }, SEATS);
    await customer.mustConnect();
    expect(done(await customer.sync())).toMatchObject({ status: 'completed', applied: { joined: PEOPLE } });
    return customer;
  }

  /** All that a customer does in a week: changes, somebody who joins, too many who leave, an OK, a question about one. */
  async function week(customer: Customer): Promise<void> {
    const changed = await customer.changeInPeopleHr(0.2, 'department', 'Glazing');
    await customer.inPeopleHr('POST', '/employees', { rows: [row('PW99')] });
    expect(done(await customer.sync())).toMatchObject({ status: 'completed', applied: { joined: 1, changed } });
    for (const id of ids(MANY)) {
      await customer.inPeopleHr('POST', `/employees/${id}/leave`, { leavingDate: '2026-01-31' });
    }
    const held = await customer.sync();
    expect(held).toMatchObject({ status: 'held', heldBecause: ['leavers'] });
    expect(done(await customer.approve(held))).toMatchObject({ status: 'completed', applied: { left: MANY } });
    const statuses = await customer.statuses();
    expect(ids(PEOPLE).filter((id) => statuses[id] !== 'active')).toEqual(ids(MANY));
    expect(
      await customer.call('GET', `/people/${(await customer.people()).get('PW99')?.personId ?? ''}/why`),
    ).toMatchObject({
      status: 200,
    });
  }

  /** Whatever somebody says that is told in events: a problem set aside, an import, a setting, a no, an OK with exceptions. */
  async function decides(customer: Customer): Promise<void> {
    await customer.inPeopleHr('POST', '/employees', { rows: [row('PW98', { email: '' })] });
    expect(done(await customer.sync())).toMatchObject({ status: 'completed-with-problems', applied: { refused: 1 } });
    const [problem] = await customer.problems();
    expect(await customer.call('POST', `/problems/${problem?.problemId ?? ''}/set-aside`)).toMatchObject({
      status: 200,
    });
    const trustee = { weThriveId: 'W-1', email: 'trustee@northwind-tiles.example', name: 'Ada Thorne' };
    const { body } = await customer.call('POST', '/people/import?mode=all', { people: [trustee] });
    expect(body).toMatchObject({ imported: 1 });
    expect(await policySet(customer, { daysBeforeStart: 2 })).toMatchObject({ status: 200 });
    for (const id of ids(2 * MANY).slice(MANY)) {
      await customer.inPeopleHr('POST', `/employees/${id}/leave`, { leavingDate: '2026-01-31' });
    }
    const held = await customer.sync();
    expect(held).toMatchObject({ status: 'held', heldBecause: ['leavers'] });
    const [kept = ''] = (await customer.plan(held.syncId)).items.map(({ personId }) => personId);
    expect(done(await customer.approve(held, [kept]))).toMatchObject({ applied: { left: MANY - 1 } });
    for (const id of ids(PEOPLE).slice(2 * MANY)) {
      await customer.inPeopleHr('POST', `/employees/${id}/leave`, { leavingDate: '2026-01-31' });
    }
    const again = await customer.sync();
    expect(again).toMatchObject({ status: 'held' });
    const no = await customer.call('POST', `/syncs/${again.syncId}/reject`, { planHash: again.planHash });
    expect(no).toMatchObject({ status: 200 });
    expect((await customer.people()).get('PW98')).toBeUndefined();
    expect(await customer.problems()).toEqual([]);
  }

  /** The gateway has found everybody behind it again: until then an OK is kept, and the sync is held. */
  const reached = (customer: Customer): Promise<void> =>
    eventually(
      async () => expect(await customer.call('GET', '/problems/summary')).toMatchObject({ status: 200 }),
      60_000,
    );

  /** Nobody waits for an operator, and no event is missing or there twice. */
  async function isWhole(): Promise<void> {
    const parked = await fetch(`${system.http}/v1/parked`, { headers: { authorization: `Bearer ${system.token}` } });
    expect(await parked.json()).toMatchObject({ items: [] });
    expect(await eventually(() => eventFaults(system), 60_000)).toEqual({ missing: [], doubled: [] });
  }

  it('leaves the version before at work on the new tables, also where it starts anew', async () => {
    await replaceAll(before);
    await week(regular);
    await week(await synced());
    await isWhole();
  });

  it.each([
    // What the version before does not have is there from the start: it is nobody's neighbour yet.
    { first: 'gateway', newer: ['gateway', 'audit'], then: ['reconciler', 'wethrive-writer'] },
    { first: 'services behind it', newer: ['reconciler', 'wethrive-writer'], then: ['gateway', 'audit'] },
  ] as const)(
    'goes in any order: $first first, and what newer ones say the older ones read',
    async ({ newer, then }) => {
      await replaceAll(before);
      await Promise.all(newer.map((service) => replace(service, thisVersion)));
      const [one, other] = [await synced(), await synced()];
      await reached(one);
      await week(one);
      await decides(one);
      await isWhole();
      await Promise.all(then.map((service) => replace(service, thisVersion)));
      await reached(other);
      await week(other);
      await decides(other);
      await isWhole();
    },
  );

  it.each([
    { name: 'forth', from: before, to: thisVersion },
    { name: 'back', from: thisVersion, to: before },
  ])('goes $name service by service while customers sync: each sync ends, and nobody is lost', async ({ from, to }) => {
    await replaceAll(from);
    const customers = await Promise.all([synced(), synced(), synced()]);
    for (const service of services) {
      let changed = 0;
      const syncs = [];
      for (const customer of customers) {
        changed = await customer.changeInPeopleHr(1, 'department', `While ${service} goes`);
        syncs.push({ customer, id: (await customer.start()).syncId });
      }
      expect(changed).toBe(PEOPLE);
      await replace(service, to);
      for (const { customer, id } of syncs) {
        expect(done(await customer.ended(id))).toMatchObject({ status: 'completed', applied: { changed: PEOPLE } });
      }
    }
    for (const customer of customers) {
      const departments = [...(await customer.people()).values()].map(({ department }) => department);
      expect(departments).toEqual(Array.from({ length: PEOPLE }, () => `While ${services.at(-1)} goes`));
    }
    await week(await synced());
    await isWhole();
  });
});
