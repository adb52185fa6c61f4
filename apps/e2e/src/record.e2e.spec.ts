import {
  aTenantId,
  describeReal,
  eventually,
  recordedInKafka,
  type RunningSystem,
  startSystem,
} from '@people-sync/testing';
import { Customer } from './doors/customer.client';
import { query } from './doors/event-trail';
import { RecordReader } from './doors/record.client';
import { staff } from './doors/staff';

const PEOPLE = 200;
/** So many that a killed audit has more than one batch before it. */
const MANY = 3_000;

/** An event of one tenant as it lies on its topic. */
interface Sent {
  readonly id: string;
  readonly type: string;
  readonly topic: string;
  readonly epoch?: number;
  readonly position?: number;
}

describeReal('postgres', 'kafka')('the record of a running system', () => {
  let system: RunningSystem;
  let reader: RecordReader;

  beforeAll(async () => {
    system = await startSystem({ form: 'distributed' });
    reader = await RecordReader.of(system);
  });
  afterAll(async () => {
    reader.close();
    await system.stop();
  });

  /** A tenant's events on all topics, each once, employees of answers aside: these are in the entry of their answer's end. */
  async function sentOf(tenantId: string): Promise<Sent[]> {
    const sent = new Map<string, Sent>();
    for (const { topic, value } of await recordedInKafka(system.brokers, '')) {
      const { tenantid, id, type, epoch, position } = JSON.parse(value) as Sent & { tenantid: string };
      if (tenantid !== tenantId || type.includes('.employee.snapshot.')) continue;
      sent.set(id, { id, type, topic, ...(position !== undefined && { epoch, position }) });
    }
    return [...sent.values()];
  }

  const streamOf = (events: readonly { topic: string; position?: number | undefined }[], topic: string): number[] =>
    events.flatMap((one) => (one.topic === topic && one.position !== undefined ? [one.position] : []));

  /** Every event that was sent is recorded once, in the order of its stream; the whole of it is signed. */
  async function holdsAll(tenantId: string): Promise<void> {
    await eventually(async () => {
      const sent = await sentOf(tenantId);
      const events = await reader.events(tenantId);
      expect(events.map(({ eventId }) => eventId).sort()).toEqual(sent.map(({ id }) => id).sort());
      expect(events.map(({ index }) => index)).toEqual(events.map((_, n) => n));
      for (const topic of new Set(sent.map((one) => one.topic))) {
        expect([topic, streamOf(events, topic)]).toEqual([topic, streamOf(sent, topic).sort((a, b) => a - b)]);
      }
      expect(await reader.signedSize(tenantId)).toBe(events.length);
    }, 60_000);
  }

  const findingsOf = (tenantId: string) =>
    query(system, 'SELECT kind, detail FROM audit.findings WHERE tenant_id = $1', [tenantId]);

  it('holds every event of a sync in order, signed, each provable by itself', async () => {
    const customer = await Customer.create(system, aTenantId(), { rows: staff(PEOPLE) }, 1_000);
    await customer.mustConnect();
    const first = await customer.sync();
    expect(first).toMatchObject({ status: 'completed', applied: { joined: PEOPLE } });
    const changed = await customer.changeInPeopleHr(0.1, 'department', 'Glazing');
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { changed } });
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { changed: 0 } });
    await holdsAll(customer.tenant);

    const events = await reader.events(customer.tenant);
    const kinds = (syncId: string, kind: string) =>
      events.filter((one) => one.syncId === syncId && one.type.includes(kind));
    expect(kinds(first.syncId, '.employee.added.')).toHaveLength(PEOPLE);
    expect(kinds(first.syncId, '.person.added.')).toHaveLength(PEOPLE);
    const answers = events.filter(({ type }) => type.includes('.snapshot.completed.'));
    expect(answers.map(({ rowsAdded, rowsRemoved }) => [rowsAdded, rowsRemoved])).toEqual([
      [PEOPLE, 0],
      [changed, changed],
    ]);
    const [added] = kinds(first.syncId, '.person.added.');
    expect(added?.data).toContain('"email":"');
    const { index, entry } = await reader.proven(customer.tenant, added?.eventId ?? '');
    expect([index, entry['id'], entry['tenant']]).toEqual([added?.index, added?.eventId, customer.tenant]);
    expect(await findingsOf(customer.tenant)).toEqual([]);
  });

  it('loses nothing and doubles nothing where the service is killed in the middle of a first load', async () => {
    const customer = await Customer.create(system, aTenantId(), { employees: MANY, seed: 3 });
    await customer.mustConnect();
    const { syncId: id } = await customer.start();
    // As soon as it has begun, and again a while later, wherever it is then.
    for (const least of [2, MANY / 2]) {
      await eventually(async () => {
        const [{ size } = { size: '0' }] = await query<{ size: string }>(
          system,
          'SELECT size FROM audit.trees WHERE tenant_id = $1',
          [customer.tenant],
        );
        expect(Number(size)).toBeGreaterThanOrEqual(least);
      }, 60_000);
      await system.kill('audit');
      await system.restart('audit');
    }
    expect(await customer.ended(id)).toMatchObject({ status: 'completed', applied: { joined: MANY } });
    await holdsAll(customer.tenant);
    expect(await findingsOf(customer.tenant)).toEqual([]);
  });
});
