import { aTenantId, describeReal, eventually, freePorts, type RunningSystem, startSystem } from '@people-sync/testing';
import { AnswerEater } from './doors/answer-eater';
import { Customer } from './doors/customer.client';
import { eventsOf, query } from './doors/event-trail';
import { ids, staff } from './doors/staff';

describeReal('postgres', 'kafka')('an OK whose answer is lost', () => {
  let system: RunningSystem;
  let between: AnswerEater;

  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    between = await AnswerEater.before(port);
    system = await startSystem({
      form: 'distributed',
      env: {
        reconciler: { GRPC_PORT: String(port) },
        gateway: { RECONCILER_GRPC: between.address, APPROVAL_AGAIN_MS: '500' },
      },
    });
  });
  afterAll(async () => {
    await system.stop();
    await between.stop();
  });

  it('is carried out once and exactly, though the reconciler dies between its commit and its answer', async () => {
    const customer = await Customer.create(system, aTenantId(), { rows: staff(20) });
    await customer.mustConnect();
    await customer.sync();
    for (const id of ids(7)) await customer.inPeopleHr('POST', `/employees/${id}/leave`, { leavingDate: '2026-01-31' });
    const held = await customer.sync();
    const plan = await customer.plan(held.syncId);
    const kept = plan.items.find(({ employeeId }) => employeeId === 'PW7')?.personId ?? '';

    between.eats = true;
    const answer = customer.call('POST', `/syncs/${held.syncId}/approve`, { planHash: held.planHash, leftOut: [kept] });
    await eventually(async () => {
      const rows = await query(system, `SELECT 1 FROM reconciler.plans WHERE sync_id = $1 AND state = 'approved'`, [
        held.syncId,
      ]);
      expect(rows).toHaveLength(1);
    });
    await system.kill('reconciler');
    expect(await answer).toMatchObject({ status: 202, body: { syncId: held.syncId } });
    between.eats = false;
    await system.restart('reconciler');

    expect(await customer.ended(held.syncId)).toMatchObject({ status: 'completed', applied: { left: 6 } });
    const statuses = await customer.statuses();
    expect(ids(7).map((id) => statuses[id])).toEqual([...Array<string>(6).fill('inactive'), 'active']);
    const events = await eventsOf(system, held.syncId);
    const count = (type: string): number => events.filter((name) => name === type).length;
    expect([count('plan.approved'), count('employee.left'), count('changes.completed'), count('sync.applied')]).toEqual(
      [1, 6, 1, 1],
    );
  });
});
