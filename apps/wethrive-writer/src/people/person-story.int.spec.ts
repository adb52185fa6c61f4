import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { employee, FakeReconciler } from '../fake-reconciler.testkit';
import { withWriter } from '../suite.testkit';
import type { WriterUnderTest } from '../writer.testkit';

describeReal('postgres')('what becomes of people over several syncs', () => {
  let writer: WriterUnderTest;

  withWriter({ provideTestDatabase }, (opened) => (writer = opened));

  async function company(...ids: string[]): Promise<FakeReconciler> {
    const reconciler = new FakeReconciler(aTenantId());
    await writer.seats(reconciler.tenantId, null);
    await writer.handle(reconciler.sync(ids.map((id) => ({ joins: employee(id) }))));
    return reconciler;
  }

  const kinds = async (tenantId: string, employeeId: string) =>
    (await writer.versions(tenantId))
      .filter((version) => version.orgEmployeeId === employeeId)
      .map((version) => `${version.version} ${version.kind} [${version.changed.join()}]`);

  it('lets two people swap their addresses in one sync', async () => {
    const reconciler = await company('PW1', 'PW2');
    const [one, two] = ['pw1@northwind.example', 'pw2@northwind.example'];
    await writer.handle(
      reconciler.sync([{ changes: employee('PW1', { email: two }) }, { changes: employee('PW2', { email: one }) }]),
    );
    const table = await writer.table(reconciler.tenantId);
    expect(table.get('PW1')).toMatchObject({ email: two, personId: reconciler.personId('PW1') });
    expect(table.get('PW2')).toMatchObject({ email: one, personId: reconciler.personId('PW2') });
    const updated = (await writer.events(reconciler.tenantId)).filter((event) => event.name === 'person.updated');
    expect(updated.map((event) => event.data['oldEmail'])).toEqual([one, two]);
  });

  it('lets three people pass their addresses on in a ring, also to and from somebody who waits for a licence', async () => {
    const reconciler = await company();
    const { tenantId } = reconciler;
    await writer.seats(tenantId, 2);
    const ids = ['PW1', 'PW2', 'PW3'];
    await writer.handle(reconciler.sync(ids.map((id) => ({ joins: employee(id) }))));
    const address = (n: number) => `pw${(n % 3) + 1}@northwind.example`;
    for (let turn = 1; turn <= 3; turn++) {
      await writer.handle(
        reconciler.sync(ids.map((id, n) => ({ changes: employee(id, { email: address(n + turn) }) }))),
      );
      const table = await writer.table(tenantId);
      expect(ids.map((id) => table.get(id)?.email)).toEqual([address(turn), address(1 + turn), address(2 + turn)]);
      expect(ids.map((id) => table.get(id)?.personId)).toEqual(ids.map((id) => reconciler.personId(id)));
    }
    expect(await writer.statuses(tenantId)).toEqual(['PW1 active', 'PW2 active', 'PW3 waiting']);
    expect(await kinds(tenantId, 'PW3')).toEqual([
      ...['1 waiting []', '2 updated [email]', '3 updated [email]', '4 updated [email]'],
    ]);
  });

  it('makes a leaver inactive and keeps their data, also what PeopleHR no longer tells', async () => {
    const reconciler = await company('PW1');
    const { tenantId } = reconciler;
    const gone = employee('PW1', { email: null, firstName: null, lastName: null, jobRole: null, status: '2' });
    await writer.handle(reconciler.sync([{ leaves: gone }]));
    expect((await writer.table(tenantId)).get('PW1')).toMatchObject({
      status: 'inactive',
      email: 'pw1@northwind.example',
      name: 'Ada PW1',
      team: 'Engineer',
      version: 2,
    });
    expect(await kinds(tenantId, 'PW1')).toEqual(['1 added []', '2 deactivated [status]']);
  });

  it('never writes unit and custom fields, through every kind of change', async () => {
    const reconciler = await company('PW1');
    const { tenantId } = reconciler;
    const own = async () =>
      writer.dataSource.query<unknown[]>('SELECT unit, custom_fields, we_thrive_id FROM people WHERE tenant_id = $1', [
        tenantId,
      ]);
    await writer.dataSource.query(
      `UPDATE people SET unit = 'Alpha', custom_fields = '{"shoe": 43}', we_thrive_id = 'W-7' WHERE tenant_id = $1`,
      [tenantId],
    );
    const before = await own();
    await writer.handle(reconciler.sync([{ changes: employee('PW1', { jobRole: 'Designer' }) }]));
    await writer.handle(reconciler.sync([{ leaves: employee('PW1') }]));
    await writer.handle(reconciler.sync([{ rejoins: employee('PW1', { department: 'Sales' }) }]));
    expect(await own()).toEqual(before);
    expect((await writer.versions(tenantId)).at(-1)).toMatchObject({ unit: 'Alpha', weThriveId: 'W-7' });
  });

  it('brings a rejoiner back as the same person, and says what changed since', async () => {
    const reconciler = await company('PW1');
    const { tenantId } = reconciler;
    await writer.handle(reconciler.sync([{ leaves: employee('PW1') }]));
    await writer.handle(reconciler.sync([{ rejoins: employee('PW1', { jobRole: 'Designer' }) }]));
    expect([...(await writer.table(tenantId)).values()]).toEqual([
      expect.objectContaining({ personId: reconciler.personId('PW1'), status: 'active', team: 'Designer', version: 3 }),
    ]);
    expect((await kinds(tenantId, 'PW1')).at(-1)).toBe('3 reactivated [team,status]');
    expect((await writer.events(tenantId)).at(-1)?.data['counts']).toMatchObject({ joined: 0, rejoined: 1 });
  });

  it('gives a newcomer the address that only somebody inactive holds; history keeps it', async () => {
    const reconciler = await company('PW1');
    const { tenantId } = reconciler;
    const email = 'pw1@northwind.example';
    await writer.handle(reconciler.sync([{ leaves: employee('PW1') }, { joins: employee('PW2', { email }) }]));
    const table = await writer.table(tenantId);
    expect(table.get('PW1')).toMatchObject({ status: 'inactive', email: null, version: 3 });
    expect(table.get('PW2')).toMatchObject({ status: 'active', email });
    const former = (await writer.versions(tenantId)).filter((version) => version.orgEmployeeId === 'PW1');
    expect(former.map((version) => [version.kind, version.email, version.oldEmail])).toEqual([
      ['added', email, null],
      ['deactivated', email, null],
      ['updated', null, email],
    ]);
    expect((await writer.events(tenantId)).slice(-4).map((event) => event.name)).toEqual([
      'person.deactivated',
      'person.updated',
      'person.added',
      'sync.applied',
    ]);
  });

  it('lets somebody take the address of a person who left long ago by changing to it', async () => {
    const reconciler = await company('PW1', 'PW2');
    await writer.handle(reconciler.sync([{ leaves: employee('PW1') }]));
    await writer.handle(reconciler.sync([{ changes: employee('PW2', { email: 'pw1@northwind.example' }) }]));
    const table = await writer.table(reconciler.tenantId);
    expect([table.get('PW1')?.email, table.get('PW2')?.email]).toEqual([null, 'pw1@northwind.example']);
  });

  it('makes no version of a change that WeThrive does not show, and goes on counting with the next', async () => {
    const reconciler = await company('PW1');
    const { tenantId } = reconciler;
    await writer.handle(reconciler.sync([{ changes: employee('PW1', { company: 'Northwind Holdings' }) }]));
    expect((await writer.table(tenantId)).get('PW1')).toMatchObject({ version: 1, sourceVersion: 2, changeNo: 1 });
    expect((await writer.events(tenantId)).at(-1)?.data['counts']).toMatchObject({ changed: 1 });
    await writer.handle(reconciler.sync([{ changes: employee('PW1', { jobRole: 'Designer' }) }]));
    expect((await writer.table(tenantId)).get('PW1')).toMatchObject({ version: 2, sourceVersion: 3, team: 'Designer' });
  });

  it('passes over what a sync tells again of a person, and applies the rest of it', async () => {
    const reconciler = await company('PW1');
    const { tenantId } = reconciler;
    await writer.handle(reconciler.sync([{ changes: employee('PW1', { jobRole: 'Designer' }) }]));
    const again = new FakeReconciler(tenantId);
    await writer.handle(again.sync([{ changes: employee('PW1', { jobRole: 'Old' }) }, { joins: employee('PW2') }]));
    const table = await writer.table(tenantId);
    expect(table.get('PW1')).toMatchObject({ team: 'Designer', version: 2, sourceVersion: 2 });
    expect(table.get('PW2')).toMatchObject({ status: 'active' });
  });

  it('changes somebody inactive without making them active', async () => {
    const reconciler = await company('PW1');
    await writer.handle(reconciler.sync([{ leaves: employee('PW1') }]));
    await writer.handle(reconciler.sync([{ changes: employee('PW1', { location: 'York' }) }]));
    expect((await writer.table(reconciler.tenantId)).get('PW1')).toMatchObject({
      status: 'inactive',
      location: 'York',
    });
  });

  it('applies two syncs of one company from one batch in their order', async () => {
    const reconciler = await company('PW1');
    const { tenantId } = reconciler;
    await writer.handle([
      ...reconciler.sync([{ changes: employee('PW1', { jobRole: 'Designer' }) }]),
      ...reconciler.sync([{ changes: employee('PW1', { jobRole: 'Director' }) }, { joins: employee('PW2') }]),
      ...reconciler.sync([]),
    ]);
    const events = (await writer.events(tenantId)).slice(4);
    expect(events.map((event) => event.name)).toEqual([
      'person.updated',
      'sync.applied',
      'person.updated',
      'person.added',
      'licences.changed',
      'sync.applied',
      'sync.applied',
    ]);
    expect(events.filter((event) => event.name === 'sync.applied').map((event) => event.data['number'])).toEqual([
      2, 3, 4,
    ]);
    expect((await writer.table(tenantId)).get('PW1')).toMatchObject({ team: 'Director', version: 3 });
  });
});
