import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { employee, FakeReconciler } from '../fake-reconciler.testkit';
import { withWriter } from '../suite.testkit';
import type { WriterUnderTest } from '../writer.testkit';

describeReal('postgres')('people who were in WeThrive before the first sync', () => {
  let writer: WriterUnderTest;
  let reconciler: FakeReconciler;
  let tenantId: string;

  withWriter({ provideTestDatabase }, (opened) => (writer = opened));

  beforeEach(() => {
    reconciler = new FakeReconciler(aTenantId());
    tenantId = reconciler.tenantId;
  });

  const lastEvents = async (count: number) => (await writer.events(tenantId)).slice(-count).map((event) => event.name);
  const kinds = async () =>
    (await writer.versions(tenantId)).map((version) => `${version.orgEmployeeId} ${version.kind}`);
  const someone = async (id: string) => (await writer.table(tenantId)).get(id);

  it('stand in the table as they were given, with their own history and no sync', async () => {
    await writer.seats(tenantId, null);
    await writer.handle([reconciler.imports({ orgEmployeeId: 'T1' }, { orgEmployeeId: 'T2', status: 'inactive' })]);
    expect(await someone('T1')).toMatchObject({
      ...{ weThriveId: 'W-T1', email: 't1@northwind.example', name: 'Ada T1', team: 'Trustees', location: 'Leeds' },
      ...{ department: 'Board', manager: null, unit: 'Alpha', status: 'active', version: 1, sourceVersion: 1 },
      fromPeopleHrSince: null,
    });
    expect(await writer.statuses(tenantId)).toEqual(['T1 active', 'T2 inactive']);
    expect((await writer.versions(tenantId)).map(({ kind, syncId, unit }) => [kind, syncId, unit])).toEqual([
      ['imported', null, 'Alpha'],
      ['imported', null, 'Alpha'],
    ]);
    expect(await lastEvents(3)).toEqual(['person.added', 'person.added', 'licences.changed']);
    expect((await writer.events(tenantId)).at(-1)).toMatchObject({
      syncId: undefined,
      data: { active: 1, waiting: 0 },
    });
  });

  it('need licences: without one they wait, and get the next that comes free after those who started earlier', async () => {
    await writer.seats(tenantId, 1);
    await writer.handle([reconciler.imports({ orgEmployeeId: 'T1' }, { orgEmployeeId: 'T2' })]);
    expect(await writer.statuses(tenantId)).toEqual(['T1 active', 'T2 waiting']);
    expect(await lastEvents(3)).toEqual(['person.added', 'person.waiting', 'licences.changed']);
    await writer.handle(reconciler.sync([{ joins: employee('PW1') }]));
    await writer.seats(tenantId, 2);
    expect(await writer.statuses(tenantId)).toEqual(['PW1 active', 'T1 active', 'T2 waiting']);
    await writer.seats(tenantId, 3);
    expect(await kinds()).toEqual(['T1 imported', 'T2 imported', 'PW1 waiting', 'PW1 added', 'T2 added']);
  });

  it('change nothing when the same list comes again, alone or with others', async () => {
    await writer.seats(tenantId, 2);
    const first = reconciler.imports({ orgEmployeeId: 'T1' }, { orgEmployeeId: 'T2', status: 'inactive' });
    await writer.handle([first]);
    const once = await writer.everything(tenantId);
    await writer.handle([first]);
    await writer.handle([first, first]);
    await writer.handle([reconciler.imports()]);
    expect(await writer.everything(tenantId)).toEqual(once);
    await writer.handle([first, reconciler.imports({ orgEmployeeId: 'T3' })]);
    expect(await kinds()).toEqual(['T2 imported', 'T1 imported', 'T3 imported']);
  });

  it('are linked and changed by their first sync like anybody else, and keep their unit and record id', async () => {
    await writer.seats(tenantId, null);
    await writer.handle([reconciler.imports({ orgEmployeeId: 'T1' })]);
    const since = async () => (await someone('T1'))?.fromPeopleHrSince ?? null;
    expect(await since()).toBeNull();
    await writer.handle(reconciler.sync([{ changes: employee('T1', { jobRole: 'Chair' }) }]));
    expect(await someone('T1')).toMatchObject({
      ...{ team: 'Chair', department: 'Products', unit: 'Alpha', weThriveId: 'W-T1', version: 2, sourceVersion: 2 },
    });
    const linked = await since();
    expect(linked).toEqual((await writer.versions(tenantId)).at(-1)?.validFrom);
    await writer.handle(reconciler.sync([{ leaves: employee('T1') }]));
    expect(await someone('T1')).toMatchObject({ status: 'inactive', sourceVersion: 3, fromPeopleHrSince: linked });
  });

  it('are found in PeopleHR also if nothing about them differs there, which is a change of its own', async () => {
    await writer.seats(tenantId, null);
    const { email, jobRole: team, location, department, reportsTo: manager } = employee('T1');
    await writer.handle([reconciler.imports({ orgEmployeeId: 'T1', email, team, location, department, manager })]);
    await writer.handle(reconciler.sync([{ changes: employee('T1') }]));
    expect(await someone('T1')).toMatchObject({ version: 2, changeNo: 2 });
    expect((await someone('T1'))?.fromPeopleHrSince).toBeInstanceOf(Date);
  });

  it('come back as rejoiners if they were inactive and PeopleHR has them', async () => {
    await writer.seats(tenantId, 1);
    await writer.handle([reconciler.imports({ orgEmployeeId: 'T1', status: 'inactive' })]);
    await writer.handle(reconciler.sync([{ rejoins: employee('T1') }]));
    expect(await kinds()).toEqual(['T1 imported', 'T1 reactivated']);
    expect((await writer.events(tenantId)).at(-1)?.data['counts']).toMatchObject({ joined: 0, rejoined: 1 });
  });

  it('get an address that only somebody inactive holds', async () => {
    await writer.seats(tenantId, null);
    await writer.handle(reconciler.sync([{ joins: employee('PW1') }]));
    await writer.handle(reconciler.sync([{ leaves: employee('PW1') }]));
    await writer.handle([reconciler.imports({ orgEmployeeId: 'T1', email: 'pw1@northwind.example' })]);
    expect([(await someone('PW1'))?.email, (await someone('T1'))?.email]).toEqual([null, 'pw1@northwind.example']);
  });

  it('are taken in the order of the topic, among the syncs of one batch', async () => {
    await writer.seats(tenantId, 1);
    await writer.handle([
      reconciler.imports({ orgEmployeeId: 'T1' }),
      ...reconciler.sync([{ changes: employee('T1', { jobRole: 'Chair' }) }, { joins: employee('PW1') }]),
      reconciler.imports({ orgEmployeeId: 'T2', status: 'inactive' }),
      ...reconciler.sync([{ leaves: employee('T1') }]),
    ]);
    expect(await kinds()).toEqual([
      ...['T1 imported', 'T1 updated', 'PW1 waiting', 'T2 imported', 'T1 deactivated', 'PW1 added'],
    ]);
  });
});
