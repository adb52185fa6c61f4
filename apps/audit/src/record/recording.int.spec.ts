import {
  ChangesCompleted,
  derivedId,
  EmployeeAdded,
  isEvent,
  type NewEvent,
  newEvent,
  withPosition,
} from '@people-sync/contracts';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import type { Logger } from 'typeorm';
import { AuditUnderTest } from '../audit.testkit';
import { decoded, employee } from '../fetched.testkit';

/** Counts what TypeORM sends; transactions' own statements included. */
class StatementCounter implements Logger {
  count = 0;
  logQuery(): void {
    this.count += 1;
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

/** By the role's rights, or by the trigger. */
const REFUSED = /only ever added to|permission denied/;

const personId = (tenantId: string, id: string) => derivedId('person', tenantId, id);
const origin = (tenantId: string) => ({
  source: '/peoplesync/reconciler',
  tenantId,
  syncId: derivedId('sync', tenantId),
  actor: 'grace',
});
const added = (tenantId: string, id: string): NewEvent =>
  newEvent(
    EmployeeAdded,
    { ...origin(tenantId), subject: personId(tenantId, id) },
    { personId: personId(tenantId, id), sourceVersion: 1, employee: employee(id), rejoined: false },
  );
const done = (tenantId: string, count: number) => newEvent(ChangesCompleted, origin(tenantId), { number: 1, count });
const joiners = (tenantId: string, people: number): NewEvent[] => [
  ...Array.from({ length: people }, (_, n) => added(tenantId, `PW${n + 1}`)),
  done(tenantId, people),
];

describeReal('postgres')('the record', () => {
  let database: TestDatabase;
  let audit: AuditUnderTest;
  let tenantId: string;

  beforeAll(async () => {
    database = await provideTestDatabase();
    audit = await AuditUnderTest.open(database.url);
  });
  afterAll(async () => {
    await audit.close();
    await database.drop();
  });
  beforeEach(() => {
    tenantId = aTenantId();
  });

  const size = async () => (await audit.entries(tenantId)).length;
  const root = async () => (await audit.signing.newestOf(tenantId))?.root.toString('base64');

  it('has every event once, in order, whatever comes again', async () => {
    const records = await audit.take(joiners(tenantId, 3));
    await audit.again('peoplesync.changes', tenantId, records);
    await audit.take([done(tenantId, 0)]);
    const entries = await audit.entries(tenantId);
    expect(entries.map(({ entry }) => entry.index)).toEqual([0, 1, 2, 3, 4]);
    expect(entries.map(({ entry }) => entry.type.split('.').at(-2))).toEqual([
      'added',
      'added',
      'added',
      'completed',
      'completed',
    ]);
    expect(await root()).toBe(await audit.reckonedRoot(tenantId));
  });

  it('has every event once, even if the place of its consumer was lost', async () => {
    const records = await audit.take(joiners(tenantId, 2));
    const events = joiners(tenantId, 2).map((event, n) => {
      const value = records[n]?.value;
      return decoded({ ...event, json: value ? value.toString() : event.json });
    });
    await audit.record('peoplesync.changes', events);
    expect(await size()).toBe(3);
  });

  it('gives back what an event said, who pressed the button, and where it stood', async () => {
    const [event] = joiners(tenantId, 1);
    await audit.take([event!]);
    const { events } = await audit.events(tenantId);
    expect(events).toHaveLength(1);
    expect(JSON.parse(events[0]!.data)).toEqual(decoded(event!).data);
    expect(events[0]).toMatchObject({ actor: 'grace', eventId: event!.id, erased: 0, lost: 0, index: 0 });
    expect(isEvent(EmployeeAdded, decoded(event!))).toBe(true);
  });

  it('is found by person, sync and time', async () => {
    await audit.take(joiners(tenantId, 3));
    const ids = async (asked: Parameters<AuditUnderTest['events']>[1]) =>
      (await audit.events(tenantId, asked)).events.map(({ index }) => index);
    expect(await ids({ about: personId(tenantId, 'PW2') })).toEqual([1]);
    expect(await ids({ syncId: derivedId('sync', tenantId) })).toEqual([0, 1, 2, 3]);
    expect(await ids({ syncId: derivedId('another') })).toEqual([]);
    expect(await ids({ from: '2100-01-01T00:00:00Z' })).toEqual([]);
    expect(await ids({ to: '2100-01-01T00:00:00Z', limit: 2 })).toEqual([0, 1]);
  });

  it('cannot be changed, nor emptied, whoever tries', async () => {
    await audit.take(joiners(tenantId, 1));
    const before = await audit.entries(tenantId);
    const [{ part }] = await audit.dataSource.query<[{ part: string }]>(
      `SELECT tableoid::regclass::text AS part FROM entries WHERE tenant_id = $1 LIMIT 1`,
      [tenantId],
    );
    for (const table of ['entries', part, 'findings', 'checkpoints', 'subtrees']) {
      await expect(audit.dataSource.query(`TRUNCATE ${table}`)).rejects.toThrow(REFUSED);
    }
    for (const statement of ["UPDATE entries SET type = 'x'", 'DELETE FROM entries', `DELETE FROM ${part}`]) {
      await expect(audit.dataSource.query(`${statement} WHERE tenant_id = $1`, [tenantId])).rejects.toThrow(REFUSED);
    }
    expect(await audit.entries(tenantId)).toEqual(before);
  });

  it('gives its own role no right to change entries', async () => {
    const rights = await audit.dataSource.query<{ name: string; may: boolean }[]>(
      `SELECT c.relname AS name,
              EXISTS (SELECT 1 FROM aclexplode(c.relacl) a
                       WHERE a.grantee = c.relowner AND a.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')) AS may
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'audit' AND c.relkind IN ('r', 'p') AND c.relname LIKE 'entries%'`,
    );
    expect(rights.length).toBeGreaterThan(3);
    expect(rights.filter(({ may }) => may)).toEqual([]);
    const bare = await audit.dataSource.query<unknown[]>(
      `SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'audit' AND c.relname LIKE 'entries%' AND c.relkind IN ('r', 'p') AND c.relacl IS NULL`,
    );
    expect(bare).toEqual([]);
  });

  it('takes a batch that failed as if it had never come', async () => {
    const events = joiners(tenantId, 2).map((event, n) =>
      decoded({ ...event, json: withPosition(event.json, 1, n + 1) }),
    );
    const failing = audit.dataSource.transaction(async (tx) => {
      await audit.handler.consumptions.get('peoplesync.changes')!.handle(tx, events);
      throw new Error('the machine is gone');
    });
    await expect(failing).rejects.toThrow('the machine is gone');
    expect(await size()).toBe(0);
    await audit.record('peoplesync.changes', events);
    expect(await size()).toBe(3);
    expect(await root()).toBe(await audit.reckonedRoot(tenantId));
  });

  it('says in the place of an event that somebody gave it up', async () => {
    const leaveOut = audit.handler.consumptions.get('peoplesync.changes')!.leaveOut!;
    const [event] = joiners(tenantId, 1);
    const value = Buffer.from(withPosition(event!.json, 1, 1).slice(0, -9));
    await audit.dataSource.transaction((tx) =>
      leaveOut(tx, { tenantId, event: undefined, syncId: undefined, value, actor: 'grace' }),
    );
    const [first] = (await audit.events(tenantId)).events;
    expect(first).toMatchObject({ index: 0, actor: 'grace', position: 1 });
    expect(await audit.findings.of(audit.dataSource.manager, tenantId)).toMatchObject([{ kind: 'left-out', index: 0 }]);
    expect(await root()).toBe(await audit.reckonedRoot(tenantId));
  });

  it('keeps one tree, however many topics of a tenant come at once', async () => {
    const at = (n: number) => `2026-03-01T02:00:0${n}.000Z`;
    const topics = ['peoplesync.changes', 'peoplesync.people'] as const;
    await Promise.all(
      Array.from({ length: 8 }, (_, n) => {
        const topic = topics[n % 2] ?? 'peoplesync.changes';
        const events = joiners(tenantId, 5).map((event) => ({ ...decoded(event), topic, time: at(n) }));
        return audit.record(topic, events);
      }),
    );
    const entries = await audit.entries(tenantId);
    expect(entries.map(({ entry }) => entry.index)).toEqual(Array.from({ length: 48 }, (_, n) => n));
    const received = entries.map(({ entry }) => entry.received);
    expect(received).toEqual([...received].sort());
    expect(await root()).toBe(await audit.reckonedRoot(tenantId));
  });

  it('takes the same number of statements for one event and for thousands, of one company and of forty', async () => {
    const counter = new StatementCounter();
    audit.dataSource.setOptions({ logging: ['query'], logger: counter });
    const spent = async (tenants: number, people: number): Promise<number> => {
      const events = Array.from({ length: tenants }, aTenantId).flatMap((one) => joiners(one, people).map(decoded));
      counter.count = 0;
      await audit.record('peoplesync.changes', events);
      return counter.count;
    };
    // From 256 entries on there are subtrees to be kept.
    const many = await spent(1, 1_500);
    expect(many).toBeLessThan(20);
    expect(await spent(40, 300)).toBe(many);
    expect(await spent(1, 2)).toBe(many - 1);
    audit.dataSource.setOptions({ logging: false });
  });
});
