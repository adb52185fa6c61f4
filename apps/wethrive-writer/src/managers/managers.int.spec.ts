import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { employee, FakeReconciler, type Item } from '../fake-reconciler.testkit';
import { withCompany } from '../suite.testkit';
import type { WriterUnderTest } from '../writer.testkit';

/** Somebody who reports to `manager`, an employee id or an address. */
function reporting(employeeId: string, manager: string | null, over: Parameters<typeof employee>[1] = {}) {
  const byAddress = manager?.includes('@') === true;
  return employee(employeeId, {
    reportsTo: manager === null ? null : `Grace ${manager}`,
    reportsToEmployeeId: byAddress ? null : manager,
    reportsToEmail: byAddress ? manager : null,
    ...over,
  });
}

describeReal('postgres')('managers', () => {
  let writer: WriterUnderTest;
  let reconciler: FakeReconciler;
  let tenantId: string;

  withCompany({ provideTestDatabase, aTenantId }, (here) => {
    ({ writer, reconciler, tenantId } = here);
  });

  const sync = (...items: Item[]) => writer.handle(reconciler.sync(items, { problems: 3 }));
  const reportsTo = async (id: string) => (await writer.managers(tenantId))[id];
  const problems = () => writer.managerProblems(tenantId);
  /** Whom these people report to, until it comes back to them. */
  const circlesOf = async (...ids: string[]) => {
    const people = ids.map((id) => reconciler.personId(id));
    const circles = await writer.circles.around(writer.dataSource.manager, tenantId, people);
    return people.map((id) => {
      const { names, isWhole } = circles.get(id) ?? { names: [], isWhole: true };
      return [...names.map((name) => name.split(' ').at(-1)), ...(isWhole ? [] : ['…'])].join(' ');
    });
  };
  const told = async () => {
    const events = (await writer.events(tenantId)).filter((event) => event.name.startsWith('problem.'));
    return events.map(({ name, data }) => `${name} ${String(data['code'])}`);
  };
  const counted = async () => (await writer.events(tenantId)).at(-1)?.data['problems'];

  it('are found by EmployeeId, or else by address, whoever of them arrives first in a sync', async () => {
    await sync(
      { joins: reporting('PW1', 'PW3') },
      { joins: reporting('PW2', 'pw3@northwind.example') },
      { joins: reporting('PW3', null) },
      { joins: reporting('PW4', 'PW1', { reportsToEmail: 'pw3@northwind.example' }) },
      { joins: reporting('PW5', 'GONE', { reportsToEmail: 'pw3@northwind.example' }) },
    );
    expect(await writer.managers(tenantId)).toEqual({ PW1: 'PW3', PW2: 'PW3', PW3: null, PW4: 'PW1', PW5: 'PW3' });
    expect(await problems()).toEqual([]);
    const filter = { tenantId, reportsTo: reconciler.personId('PW3') };
    expect((await writer.people.list(filter, undefined, 1)).total).toBe(3);
  });

  it('may come in a later sync: until then they are unknown, one problem for all who name them', async () => {
    await sync({ joins: reporting('PW1', 'PW9') }, { joins: reporting('PW2', 'PW9') });
    expect(await problems()).toEqual(['manager-unknown id:PW9 2']);
    expect(await counted()).toBe(4);
    expect((await writer.events(tenantId)).at(-2)).toMatchObject({
      name: 'problem.opened',
      data: { code: 'manager-unknown', personId: null, employeeId: 'PW9', name: 'Grace PW9', received: null },
    });
    await sync({ joins: reporting('PW3', 'PW9') });
    expect(await problems()).toEqual(['manager-unknown id:PW9 3']);
    await sync({ joins: reporting('PW9', null) });
    expect(await writer.managers(tenantId)).toEqual({ PW1: 'PW9', PW2: 'PW9', PW3: 'PW9', PW9: null });
    expect(await problems()).toEqual([]);
    expect(await told()).toEqual(['problem.opened manager-unknown', 'problem.closed manager-unknown']);
    expect(await counted()).toBe(3);
  });

  it('are followed through a new EmployeeId and a new address, and let go of with the old one', async () => {
    const first = [
      ...[reporting('PW1', 'PW9'), reporting('PW2', 'pw9@northwind.example')],
      ...[reporting('PW3', 'NEW9'), reporting('PW4', 'new9@northwind.example'), reporting('PW9', null)],
    ];
    await sync(...first.map((one) => ({ joins: one })));
    expect(await writer.managers(tenantId)).toMatchObject({ PW1: 'PW9', PW2: 'PW9', PW3: null, PW4: null });
    await sync({ changes: reporting('PW9', null, { email: 'new9@northwind.example' }) });
    expect(await writer.managers(tenantId)).toMatchObject({ PW1: 'PW9', PW2: null, PW3: null, PW4: 'PW9' });
    await sync({ changes: reporting('NEW9', null), formerly: 'PW9' });
    expect(await writer.managers(tenantId)).toMatchObject({ PW1: null, PW2: null, PW3: 'NEW9', PW4: 'NEW9' });
    expect(await problems()).toEqual(['manager-unknown email:pw9@northwind.example 1', 'manager-unknown id:PW9 1']);
  });

  it('who leave are one problem each, with all who still report to them, and none any more once they are back', async () => {
    await sync({ joins: reporting('PW9', null) }, ...['PW1', 'PW2'].map((id) => ({ joins: reporting(id, 'PW9') })));
    await sync({ leaves: reporting('PW9', null) });
    expect(await problems()).toEqual(['manager-left PW9 2']);
    const opened = (await writer.events(tenantId)).find((event) => event.name === 'problem.opened');
    expect(opened?.data).toMatchObject({ personId: reconciler.personId('PW9'), employeeId: 'PW9', name: 'Ada PW9' });
    await sync({ leaves: reporting('PW1', 'PW9') });
    expect(await problems()).toEqual(['manager-left PW9 1']);
    await sync({ changes: reporting('PW2', null) });
    expect(await problems()).toEqual([]);
    await sync({ changes: reporting('PW2', 'PW9') }, { rejoins: reporting('PW1', 'PW9') });
    expect(await problems()).toEqual(['manager-left PW9 2']);
    await sync({ rejoins: reporting('PW9', null) });
    expect(await problems()).toEqual([]);
    expect(await reportsTo('PW1')).toBe('PW9');
    expect(await told()).toEqual([
      ...['problem.opened manager-left', 'problem.closed manager-left'],
      ...['problem.opened manager-left', 'problem.closed manager-left'],
    ]);
  });

  it('in a circle of many are named as far as somebody reads, and asked for at once', async () => {
    const many = Array.from({ length: 20 }, (_, n) => `PW${n + 1}`);
    await sync(...many.map((id, n) => ({ joins: reporting(id, many[(n + 1) % many.length] ?? null) })));
    expect(await problems()).toHaveLength(20);
    expect(await circlesOf('PW1', 'PW20')).toEqual([
      'PW2 PW3 PW4 PW5 PW6 PW7 PW8 PW9 …',
      'PW1 PW2 PW3 PW4 PW5 PW6 PW7 PW8 …',
    ]);
    expect(await circlesOf()).toEqual([]);
  });

  it('in a circle are a problem each, until somebody breaks it; nothing hangs', async () => {
    const circle = { PW1: 'PW2', PW2: 'PW3', PW3: 'PW1' };
    await sync(...Object.entries(circle).map(([id, manager]) => ({ joins: reporting(id, manager) })));
    await sync({ joins: reporting('PW4', 'PW1') }, { joins: reporting('PW5', 'PW5') });
    expect(await problems()).toEqual([
      ...['manager-loop PW1 2', 'manager-loop PW2 1', 'manager-loop PW3 1', 'manager-loop PW5 1'],
    ]);
    expect(await writer.managers(tenantId)).toMatchObject({ ...circle, PW4: 'PW1', PW5: 'PW5' });
    expect(await circlesOf('PW1', 'PW3', 'PW5')).toEqual(['PW2 PW3 PW1', 'PW1 PW2 PW3', 'PW5']);
    await sync({ leaves: reporting('PW2', 'PW3') });
    expect(await problems()).toEqual(['manager-left PW2 1', 'manager-loop PW5 1']);
    await sync({ rejoins: reporting('PW2', 'PW3') }, { changes: reporting('PW5', null) });
    expect(await problems()).toEqual(['manager-loop PW1 2', 'manager-loop PW2 1', 'manager-loop PW3 1']);
    await sync({ changes: reporting('PW3', 'PW5') });
    expect(await problems()).toEqual([]);
    expect(await reportsTo('PW3')).toBe('PW5');
  });

  it('of whom PeopleHR gives a name only, or nothing, are neither looked for nor a problem', async () => {
    await sync(
      { joins: employee('PW1', { reportsTo: 'Grace Hill' }) },
      { joins: employee('PW2', { reportsTo: null, firstName: 'Grace', lastName: 'Hill' }) },
    );
    expect(await writer.managers(tenantId)).toEqual({ PW1: null, PW2: null });
    expect(await problems()).toEqual([]);
  });

  it('may be people who never come from PeopleHR, and may wait for a licence', async () => {
    await writer.seats(tenantId, 1);
    await sync({ joins: reporting('PW1', 'T1') });
    await writer.handle([reconciler.imports({ orgEmployeeId: 'T1' })]);
    expect(await writer.statuses(tenantId)).toEqual(['PW1 active', 'T1 waiting']);
    expect(await reportsTo('PW1')).toBe('T1');
    expect((await writer.events(tenantId)).at(-1)).toMatchObject({ name: 'problem.closed', syncId: undefined });
  });

  it('with the id of somebody who left are the one who has it now', async () => {
    await sync({ joins: reporting('PW1', 'PW9') }, { joins: reporting('PW9', null) });
    await sync({ leaves: reporting('PW9', null) });
    await writer.handle([reconciler.imports({ orgEmployeeId: 'T1', email: 'heir@northwind.example' })]);
    await sync({ changes: reporting('PW9', null, { email: 'heir@northwind.example' }), formerly: 'T1' });
    const filter = { tenantId, reportsTo: reconciler.personId('T1') };
    expect((await writer.people.list(filter, undefined, 9)).people.map(({ personId }) => personId)).toEqual([
      reconciler.personId('PW1'),
    ]);
    expect(await problems()).toEqual([]);
  });

  it('who are set aside are neither counted nor told again, until their case is another one', async () => {
    await sync({ joins: reporting('PW1', 'PW9') }, { joins: reporting('PW2', 'PW8') });
    expect(await counted()).toBe(5);
    const page = (state: 'open' | 'set-aside') =>
      writer.problems.page(writer.dataSource.manager, { tenantId, state, syncId: undefined, after: '0' }, 10);
    const causes = () => writer.problems.causes(writer.dataSource.manager, tenantId);
    expect(await causes()).toEqual([{ code: 'manager-unknown', count: 2, people: 2 }]);
    const aside = (await page('open')).find((problem) => problem.about === 'id:PW9')!;
    const setAside = (problemId: string) =>
      writer.dataSource.transaction((tx) => writer.problems.setAside(tx, tenantId, problemId, 'grace'));
    expect(await setAside(aside.problemId)).toMatchObject({
      isNew: true,
      problem: { setAsideBy: 'grace', affected: 1 },
    });
    expect((await page('open')).map((problem) => problem.about)).toEqual(['id:PW8']);
    expect(await causes()).toEqual([{ code: 'manager-unknown', count: 1, people: 1 }]);
    await sync();
    expect(await counted()).toBe(4);
    await sync({ joins: reporting('PW3', 'PW9') });
    expect((await page('set-aside')).map((problem) => problem.affected)).toEqual([2]);
    expect([await counted(), (await told()).length]).toEqual([4, 2]);
    await sync({ joins: reporting('PW9', null) });
    expect(await setAside(aside.problemId)).toBeNull();
    expect(await counted()).toBe(4);
    await sync({ leaves: reporting('PW9', null) });
    expect(await problems()).toEqual(['manager-left PW9 2', 'manager-unknown id:PW8 1']);
    expect(await counted()).toBe(5);
  });

  it('end the same in whichever order and in however many syncs people arrive', async () => {
    const everybody = [
      ...[reporting('PW1', 'PW2'), reporting('PW2', 'PW3'), reporting('PW3', 'PW2'), reporting('PW4', 'PW1')],
      ...[reporting('PW5', 'pw4@northwind.example'), reporting('PW6', 'NOBODY'), reporting('PW7', 'PW6')],
    ];
    const endings = new Set<string>();
    for (let turn = 0; turn < 7; turn++) {
      const company = new FakeReconciler(aTenantId());
      await writer.seats(company.tenantId, null);
      const order = everybody.map((_, n) => everybody[(n * 3 + turn) % 7]!);
      const cut = turn % 4;
      for (const part of [order.slice(0, cut), order.slice(cut, cut + 2), order.slice(cut + 2)]) {
        await writer.handle(company.sync(part.map((one) => ({ joins: one }))));
      }
      const managers = Object.entries(await writer.managers(company.tenantId)).sort();
      endings.add(JSON.stringify([managers, await writer.managerProblems(company.tenantId)]));
    }
    expect(endings.size).toBe(1);
    expect([...endings][0]).toContain('manager-unknown id:NOBODY 1');
  });
});
