import type { FeedEntry, Person } from '@people-sync/contracts/api';
import {
  aTenantId,
  describeReal,
  eraseByHand,
  eventually,
  Mirror,
  type RunningSystem,
  startSystem,
  wholeTable,
} from '@people-sync/testing';
import { Customer } from './doors/customer.client';
import { losing, LostAnswerError, overGrpc, overHttp, type PersonDoor } from './doors/mirror.client';

const PEOPLE = 40;

describeReal('postgres', 'kafka')('a mirror of the People table, made by list and feed alone', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    system = await startSystem({ form: 'distributed' });
  });
  afterAll(() => system.stop());

  /** Again and again, whatever is lost or away meanwhile. */
  const follow = (mirror: Mirror<Person>) => eventually(() => mirror.follow(), 60_000);

  const feed = async (after: number): Promise<{ items: readonly FeedEntry[]; head: number }> => {
    const answer = await fetch(`${system.http}/v1/feed?after=${after}&limit=500`, {
      headers: { authorization: `Bearer ${system.token}` },
    });
    if (answer.status !== 200) throw new Error(await answer.text());
    return (await answer.json()) as { items: readonly FeedEntry[]; head: number };
  };

  it('equals the table after every step: syncs, renames, imports, kills, restarts, erasure, lost answers, by either door', async () => {
    let position = (await feed(0)).head;
    const customer = await Customer.create(system, aTenantId(), { employees: PEOPLE, seed: 11 });
    const { tenant } = customer;
    const doors: PersonDoor[] = [overHttp(system, tenant, 7), overGrpc(system, tenant, 7)];
    const mirrors = doors.map((door) => new Mirror(losing(door, 3)));
    const late = new Mirror(overHttp(system, tenant, 3));
    /** What the feed over all companies has told of this one. */
    let told = 0;

    const afterStep = async (): Promise<void> => {
      await Promise.all(mirrors.map(follow));
      const table = await wholeTable(overHttp(system, tenant, 500));
      for (const mirror of mirrors) expect(mirror.rows()).toEqual(table);
      expect(await wholeTable(overGrpc(system, tenant, 9))).toEqual(table);
      await eventually(async () => {
        const { items, head } = await feed(position);
        expect(items.map((entry) => entry.position)).toEqual(items.map((_, index) => position + 1 + index));
        const own = items.filter((entry) => entry.tenant === tenant && entry.kind === 'people-changed');
        told = Math.max(told, ...own.map(({ changeNumber }) => changeNumber ?? 0));
        position = items.at(-1)?.position ?? position;
        expect([told, position]).toEqual([mirrors[0]?.at, head]);
      });
      // Reads its list a page a step, so that everything happens between its pages.
      await eventually(() => late.readPage());
    };

    await afterStep();
    await customer.mustConnect();
    await customer.sync();
    await afterStep();
    const imported = { email: 'trustee@northwind.example', name: 'Tess Moss', orgEmployeeId: 'T1', unit: 'Board' };
    const { status, body } = await customer.call('POST', '/people/import?mode=all', { people: [imported] });
    expect(status).toBe(200);
    if (body['state'] === 'on-its-way') {
      await eventually(async () => expect((await customer.people()).has('T1')).toBe(true));
    }
    expect((await customer.people()).has('T1')).toBe(true);
    await afterStep();
    await customer.changeInPeopleHr(0.2, 'location', 'Harrogate');
    await customer.sync();
    await afterStep();
    for (const [round, victim] of (['wethrive-writer', 'gateway', 'reconciler'] as const).entries()) {
      await customer.changeInPeopleHr(0.2, 'department', `Kiln ${round}`);
      const { syncId: id } = await customer.start();
      await system.kill(victim);
      await system.restart(victim);
      expect((await customer.ended(id)).status).toMatch(/^completed/);
      await afterStep();
    }
    await customer.inPeopleHr('POST', '/leave', { fraction: 0.05, seed: 5, leavingDate: '2024-03-31' });
    await customer.sync();
    await afterStep();

    const [gone] = [...(await customer.people()).values()].filter(({ status }) => status === 'inactive');
    expect(gone).toBeDefined();
    await eraseByHand(system.databaseUrl, tenant, gone?.personId ?? '');
    // Of an erasure by hand the bus tells nothing.
    await Promise.all(mirrors.map(follow));
    const table = await wholeTable(overHttp(system, tenant, 500));
    for (const mirror of mirrors)
      expect([mirror.rows(), mirror.copy.has(gone?.personId ?? '')]).toEqual([table, false]);
    await follow(late);
    expect(late.rows()).toEqual(table);
    // Everything from the first number on comes to the same table.
    const fromNothing = new Mirror({
      ...overGrpc(system, tenant, 100),
      page: () => Promise.resolve({ people: [], next: null, at: 0, epoch: null }),
    });
    await follow(fromNothing);
    expect(fromNothing.rows()).toEqual(table);
    await expect(losing(overHttp(system, tenant, 1), 1).changes(0, null)).rejects.toThrow(LostAnswerError);
    await expect(overHttp(system, tenant, 1).changes((late.at ?? 0) + 1, null)).rejects.toThrow('after-beyond-head');
  });
});
