import { type NewEvent } from '@people-sync/contracts';
import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { employee, FakeReconciler } from '../fake-reconciler.testkit';
import { withWriter } from '../suite.testkit';
import type { WriterUnderTest } from '../writer.testkit';

describeReal('postgres')('applying a sync to the People table', () => {
  let writer: WriterUnderTest;

  withWriter({ provideTestDatabase }, (opened) => (writer = opened));

  /** A tenant with unlimited licences, unless a number is given, and these people. */
  async function company(ids: readonly string[] = [], seats: number | null = null): Promise<FakeReconciler> {
    const reconciler = new FakeReconciler(aTenantId());
    await writer.seats(reconciler.tenantId, seats);
    if (ids.length > 0) await writer.handle(reconciler.sync(ids.map((id) => ({ joins: employee(id) }))));
    return reconciler;
  }

  const names = async (tenantId: string) => (await writer.events(tenantId)).map((event) => event.name);

  it('puts everybody of a first sync into the table, field by field', async () => {
    const reconciler = await company(['PW1', 'PW2']);
    const { tenantId } = reconciler;
    const table = await writer.table(tenantId);
    expect(table.get('PW1')).toMatchObject({
      personId: reconciler.personId('PW1'),
      email: 'pw1@northwind.example',
      name: 'Ada PW1',
      team: 'Engineer',
      location: 'Leeds',
      department: 'Products',
      manager: 'Grace Hill',
      unit: null,
      status: 'active',
      version: 1,
      sourceVersion: 1,
    });
    expect(await names(tenantId)).toEqual([
      'licences.changed',
      'person.added',
      'person.added',
      'licences.changed',
      'sync.applied',
    ]);
  });

  it('tells what was done in SyncApplied, and copies what only the plan can know', async () => {
    const reconciler = await company(['PW1', 'PW2', 'PW3']);
    const { tenantId } = reconciler;
    await writer.handle(
      reconciler.sync(
        [
          { changes: employee('PW1', { jobRole: 'Designer' }) },
          { leaves: employee('PW2') },
          { joins: employee('PW4') },
        ],
        { problems: 3 },
      ),
    );
    expect((await writer.events(tenantId)).at(-1)).toMatchObject({
      name: 'sync.applied',
      data: {
        number: 2,
        problems: 3,
        counts: {
          seen: 120,
          joined: 1,
          rejoined: 0,
          changed: 1,
          left: 1,
          waiting: 0,
          refused: 2,
          unchanged: 115,
          missing: 1,
        },
      },
    });
  });

  it('answers a plan without items at once, and never a held or previewed one', async () => {
    const reconciler = await company();
    const { tenantId } = reconciler;
    await writer.handle(reconciler.sync([]));
    await writer.handle([reconciler.held(0).made]);
    await writer.handle(reconciler.sync([], { outcome: 'previewed' }));
    expect(await names(tenantId)).toEqual(['licences.changed', 'sync.applied']);
  });

  it('applies nothing before the last event of the sync has come', async () => {
    const reconciler = await company();
    const events = reconciler.sync([{ joins: employee('PW1') }, { joins: employee('PW2') }]);
    await writer.handle(events.slice(0, -1));
    expect(await writer.statuses(reconciler.tenantId)).toEqual([]);
    await writer.handle(events.slice(-1));
    expect(await writer.statuses(reconciler.tenantId)).toEqual(['PW1 active', 'PW2 active']);
  });

  it('changes nothing when the same batch comes again', async () => {
    const reconciler = await company(['PW1', 'PW2'], 2);
    const batch = reconciler.sync([
      { changes: employee('PW1', { jobRole: 'Designer' }) },
      { leaves: employee('PW2') },
      { joins: employee('PW3') },
      { joins: employee('PW4') },
    ]);
    await writer.handle(batch);
    const once = await writer.everything(reconciler.tenantId);
    await writer.handle(batch);
    await writer.handle(batch.slice(2));
    expect(await writer.everything(reconciler.tenantId)).toEqual(once);
  });

  it('ends the same wherever a delivery is cut and the rest begins again before the cut', async () => {
    const story = (reconciler: FakeReconciler): NewEvent[] => [
      ...reconciler.sync(['PW1', 'PW2', 'PW3'].map((id) => ({ joins: employee(id) }))),
      ...reconciler.sync([{ leaves: employee('PW1') }, { changes: employee('PW2', { location: 'York' }) }]),
      ...reconciler.sync([]),
      ...reconciler.sync([{ rejoins: employee('PW1') }, { leaves: employee('PW3') }]),
    ];
    const endings = new Set<string>();
    const length = story(new FakeReconciler('length')).length;
    for (let cut = 0; cut <= length; cut++) {
      const reconciler = await company([], 2);
      const events = story(reconciler);
      await writer.handle(events.slice(0, cut));
      await writer.handle(events.slice(Math.max(0, cut - 3)));
      const versions = await writer.versions(reconciler.tenantId);
      endings.add(
        JSON.stringify([
          await writer.statuses(reconciler.tenantId),
          versions.map((version) => [version.orgEmployeeId, version.kind, version.version, version.changeNo]),
          await names(reconciler.tenantId),
        ]),
      );
    }
    expect(endings.size).toBe(1);
  });
});
