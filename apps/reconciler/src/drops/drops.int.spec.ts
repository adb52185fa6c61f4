import {
  ChangesDropped,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  ImportDropped,
  type NewEvent,
  newEvent,
  PlanMade,
  SyncClosed,
} from '@people-sync/contracts';
import { BatchContext, type RawRecord } from '@people-sync/messaging';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest } from '../company.testkit';
import { snapshot, syncIdOf, unchanged } from '../fetched.testkit';
import { RecordBeside } from '../model/record-beside.testkit';
import { ADMIN, ReconcilerTestkit } from '../reconciler.testkit';

describeReal('postgres')('a sync that the writer has dropped', () => {
  let database: TestDatabase;
  let kit: ReconcilerTestkit;
  let tenantId: string;
  let offset = 0;

  beforeAll(async () => {
    database = await provideTestDatabase();
    kit = await ReconcilerTestkit.start(database);
  });
  afterAll(async () => {
    await kit.close();
    await database.drop();
  });
  beforeEach(async () => {
    tenantId = aTenantId();
    await kit.withoutSafeguards(tenantId);
  });

  const sync = (number: number, takenAt = `2026-03-0${number + 1}T02:00:00.000Z`) => ({ tenantId, number, takenAt });

  /** What the writer says, as the bus brings it. */
  async function hear(...events: NewEvent[]): Promise<void> {
    const records = events.map((event): RawRecord => ({
      offset: offset++,
      key: event.key,
      value: Buffer.from(event.json),
    }));
    const origin = { topic: 'peoplesync.people', partition: 0, attempt: 1, highWatermark: offset, live: () => true };
    await kit.drops.onBatch(records, new BatchContext([origin]));
  }
  const dropped = (number: number, people: readonly string[] = []) =>
    newEvent(
      ChangesDropped,
      { source: '/peoplesync/wethrive-writer', tenantId, syncId: syncIdOf(sync(number)), actor: ADMIN },
      { number, people: [...people] },
    );
  const saidAfter = async (from: number) =>
    (await kit.said(tenantId))
      .slice(from)
      .map((event) => event.type.replace(/^net\.wethrive\.peoplesync\.|\.v\d+$/g, ''));
  const count = async () => (await kit.said(tenantId)).length;
  const known = (id: string) =>
    kit.rows('SELECT state, source_version, missing_since FROM persons WHERE tenant_id = $1 AND employee_id = $2', [
      tenantId,
      id,
    ]);

  const one = (employeeId: string, over: Partial<Employee> = {}): Employee =>
    anEmployee({
      employeeId,
      uniqueKey: null,
      email: `${employeeId.toLowerCase()}@tiles.example`,
      lastName: employeeId,
      ...over,
    });
  const [ada, ben, cyd]: [Employee, Employee, Employee] = [one('PW1'), one('PW2'), one('PW3')];

  it('is told to have failed, once, and cannot be cancelled as if it still ran', async () => {
    await kit.deliver(snapshot(sync(1), [ada]));
    await hear(dropped(1), dropped(1));
    await hear(dropped(1));
    expect(await kit.saidOf(tenantId, SyncClosed)).toEqual([
      { number: 1, status: 'failed', reason: 'changes-dropped' },
    ]);
    const company = new CompanyUnderTest(kit, tenantId);
    const [about, syncId] = [sync(1), syncIdOf(sync(1))];
    expect(await company.close({ sync: about, syncId })).toBe('closed');
    expect(await company.plan({ syncId })).toMatchObject({ state: 'dropped', decidedBy: ADMIN });
  });

  it('is said anew by the next one, though PeopleHR says the same: joining, changing, leaving, coming back', async () => {
    const gone = one('PW4', { status: '2', leavingDate: '2026-02-01' });
    await kit.deliver(snapshot(sync(1), [ada, ben, one('PW4')]));
    await kit.deliver(snapshot(sync(2), [ada, ben, gone]));
    const answer = [
      { ...ada, jobRole: 'Designer' },
      { ...ben, status: '2', leavingDate: '2026-02-01' },
      cyd,
      one('PW4'),
    ];
    await kit.deliver(snapshot(sync(3), answer));
    await hear(dropped(3));
    const before = await count();
    await kit.deliver(unchanged(sync(4), answer));
    const said = (await kit.said(tenantId)).slice(before);
    const of = (definition: { type: string }) =>
      said.filter(({ type }) => type === definition.type).map(({ data }) => data);
    expect(of(EmployeeLeft)).toMatchObject([{ sourceVersion: 3, employee: { employeeId: 'PW2' } }]);
    expect(of(EmployeeChanged)).toMatchObject([
      { sourceVersion: 3, employee: { employeeId: 'PW1', jobRole: 'Designer' } },
    ]);
    expect(of(EmployeeAdded)).toMatchObject([
      { sourceVersion: 1, rejoined: false, employee: { employeeId: 'PW3' } },
      { sourceVersion: 4, rejoined: true, employee: { employeeId: 'PW4' } },
    ]);
    expect(of(PlanMade)).toMatchObject([{ outcome: 'applying', itemCount: 4 }]);
    // And then there is nothing to say any more.
    const after = await count();
    await kit.deliver(unchanged(sync(5), answer));
    expect(await saidAfter(after)).toEqual(['plan.made']);
  });

  it('as the first one is followed by another first one, which no safeguard holds', async () => {
    tenantId = aTenantId();
    const everybody = Array.from({ length: 40 }, (_, n) => one(`PW${n}`));
    await kit.deliver(snapshot(sync(1), everybody));
    await hear(dropped(1));
    await kit.deliver(snapshot(sync(2), everybody));
    expect((await kit.saidOf(tenantId, PlanMade)).map(({ outcome, itemCount }) => [outcome, itemCount])).toEqual([
      ['applying', 40],
      ['applying', 40],
    ]);
  });

  it('lets nobody who was missing leave sooner than they would have', async () => {
    await kit.deliver(snapshot(sync(1), [ada, ben]));
    await kit.deliver(snapshot(sync(2), [ada]));
    await kit.deliver(snapshot(sync(3), [ada]));
    expect(await known('PW2')).toMatchObject([{ state: 'left' }]);
    await hear(dropped(3));
    expect(await known('PW2')).toMatchObject([
      { state: 'active', source_version: 2, missing_since: new Date(sync(3).takenAt) },
    ]);
    await kit.deliver(snapshot(sync(4), [ada]));
    expect(await known('PW2')).toMatchObject([{ state: 'left', source_version: 3 }]);
  });

  it('takes nothing back of whom something was said since', async () => {
    await kit.deliver(snapshot(sync(1), [ada]));
    await kit.deliver(snapshot(sync(2), [{ ...ada, jobRole: 'Designer' }]));
    await hear(dropped(1));
    expect(await known('PW1')).toMatchObject([{ state: 'active', source_version: 2 }]);
    const before = await count();
    await kit.deliver(unchanged(sync(3), [{ ...ada, jobRole: 'Designer' }]));
    expect(await saidAfter(before)).toEqual(['plan.made']);
  });

  it('changes nothing if its plan was made for a look only', async () => {
    await kit.deliver(snapshot({ ...sync(1), mode: 'preview' }, [ada]));
    const before = await count();
    await hear(dropped(1));
    expect(await saidAfter(before)).toEqual([]);
  });

  it('forgets whom a dropped import was to bring, so that they can be imported again', async () => {
    const company = new CompanyUnderTest(kit, tenantId);
    const importing = () => company.import([{ weThriveId: 'W1', email: 'tess@tiles.example', name: 'Tess Hall' }]);
    const beside = new RecordBeside(kit, tenantId);
    await importing();
    await beside.follow();
    const [row] = await kit.rows('SELECT person_id FROM persons WHERE tenant_id = $1', [tenantId]);
    await hear(
      newEvent(
        ChangesDropped,
        { source: '/peoplesync/wethrive-writer', tenantId },
        { number: null, people: [String(row?.['person_id'])] },
      ),
    );
    expect(await kit.rows('SELECT FROM persons WHERE tenant_id = $1', [tenantId])).toEqual([]);
    const people = [String(row?.['person_id'])];
    expect(await kit.saidOf(tenantId, ImportDropped)).toEqual([{ people, knownVersion: 2 }]);
    await beside.follow();
    expect(await importing()).toMatchObject({ imported: 1 });
    await beside.follow();
  });
});
