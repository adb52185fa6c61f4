import { noCounts } from '@people-sync/contracts';
import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { employee, type FakeReconciler } from '../fake-reconciler.testkit';
import { withCompany } from '../suite.testkit';
import type { WriterUnderTest } from '../writer.testkit';

describeReal('postgres')('a plan that was held', () => {
  let writer: WriterUnderTest;
  let reconciler: FakeReconciler;
  let tenantId: string;

  withCompany({ provideTestDatabase, aTenantId }, async (here) => {
    ({ writer, reconciler, tenantId } = here);
    await writer.handle(reconciler.sync(['PW1', 'PW2', 'PW3', 'PW4'].map((id) => ({ joins: employee(id) }))));
  });

  const applied = async () => (await writer.events(tenantId)).filter((event) => event.name === 'sync.applied');

  it('is applied once it is approved, exactly the items that nobody excluded, with the plan’s own counts', async () => {
    const held = reconciler.held(3, 4);
    await writer.handle([held.made]);
    expect(await applied()).toHaveLength(1);
    await writer.handle(
      held.approved([{ leaves: employee('PW1') }, { changes: employee('PW2', { jobRole: 'Designer' }) }], ['PW3']),
    );
    expect(await writer.statuses(tenantId)).toEqual(['PW1 inactive', 'PW2 active', 'PW3 active', 'PW4 active']);
    const last = (await applied()).at(-1);
    expect(last?.syncId).toBe((await writer.versions(tenantId)).at(-1)?.syncId);
    expect(last?.data).toEqual({
      number: 2,
      problems: 4,
      counts: {
        ...{ seen: 120, refused: 2, unchanged: 115, missing: 1 },
        ...{ joined: 0, rejoined: 0, changed: 1, left: 1, waiting: 0 },
      },
    });
  });

  it('counts what is done if only its leavers are let go, and nothing else that its answer said', async () => {
    const held = reconciler.held(3, 40);
    const counts = { ...noCounts, seen: 120, left: 1, unchanged: 119 };
    await writer.handle([held.made, ...held.approved([{ leaves: employee('PW1') }], [], { part: 'leavers', counts })]);
    expect((await applied()).at(-1)?.data).toEqual({ number: 2, problems: 0, counts });
    expect(await writer.statuses(tenantId)).toEqual(['PW1 inactive', 'PW2 active', 'PW3 active', 'PW4 active']);
  });

  it('is answered although everybody in it was excluded', async () => {
    const held = reconciler.held(2);
    await writer.handle([held.made, ...held.approved([], ['PW1', 'PW2'])]);
    expect((await applied()).at(-1)?.data).toMatchObject({ number: 2, counts: { seen: 120, left: 0, changed: 0 } });
    expect(await writer.statuses(tenantId)).toEqual(['PW1 active', 'PW2 active', 'PW3 active', 'PW4 active']);
  });

  it('is applied once, however often its approval and its items come', async () => {
    const held = reconciler.held(1);
    const approved = held.approved([{ leaves: employee('PW1') }]);
    await writer.handle([held.made, ...approved]);
    const once = await writer.everything(tenantId);
    await writer.handle(approved);
    await writer.handle([held.made, ...approved.slice(1)]);
    expect(await writer.everything(tenantId)).toEqual(once);
  });

  it.each(['rejected', 'expired', 'superseded', 'cancelled'] as const)(
    'is never applied after it was %s, whatever comes later under its sync',
    async (ending) => {
      const held = reconciler.held(1);
      await writer.handle([held.made, held.endings[ending]]);
      const before = await writer.everything(tenantId);
      await writer.handle(held.approved([{ leaves: employee('PW1') }]));
      expect(await writer.everything(tenantId)).toEqual(before);
    },
  );

  it('stays applied, whatever is said of its end afterwards', async () => {
    const held = reconciler.held(1);
    await writer.handle([held.made, ...held.approved([{ leaves: employee('PW1') }])]);
    const before = await writer.everything(tenantId);
    await writer.handle(Object.values(held.endings));
    expect(await writer.everything(tenantId)).toEqual(before);
  });

  it('parks its company instead of being applied without an approval', async () => {
    const held = reconciler.held(1);
    await writer.take([held.made, ...held.unapproved([{ leaves: employee('PW1') }])], 1);
    const parked = await writer.dataSource.query<unknown[]>('SELECT code FROM parked_streams WHERE tenant_id = $1', [
      tenantId,
    ]);
    expect(parked).toEqual([{ code: 'sqlstate-23503' }]);
    expect(await writer.statuses(tenantId)).toContain('PW1 active');
  });
});
