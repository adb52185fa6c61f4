import type { Employee } from '@people-sync/contracts';
import { snapshotDigest } from '@people-sync/reconciliation';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { AuditUnderTest } from '../audit.testkit';
import { completed, decoded, digestOf, employee, failed, row, snapshot, started, unchanged } from '../fetched.testkit';
import type { SnapshotRows } from '../record/entry';
import { ReplaysRepository } from '../replay/replays.repository';
import { UpkeepHandler } from '../upkeep/upkeep.handler';
import { rowsAfter } from './rows-of-entry';

const staffOf = (people: number): Employee[] => Array.from({ length: people }, (_, n) => employee(`PW${n + 1}`));

describeReal('postgres')('snapshots in the record', () => {
  let database: TestDatabase;
  let audit: AuditUnderTest;
  let tenantId: string;
  let number: number;

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
    number = 0;
  });

  const night = (staff: readonly Employee[]) => audit.take(snapshot({ tenantId, number: ++number }, staff));
  const ends = async () =>
    (await audit.entries(tenantId)).flatMap(({ entry }) =>
      entry.rows ? [{ index: entry.index, rows: entry.rows }] : [],
    );
  const counted = (rows: SnapshotRows) =>
    rows.kind === 'whole' ? `+${rows.added.length} -${rows.removed.length} since ${rows.since}` : rows.kind;
  const count = async (table: string): Promise<number> => {
    const [found] = await audit.dataSource.query<[{ n: number }]>(
      `SELECT count(*)::int AS n FROM ${table} WHERE tenant_id = $1`,
      [tenantId],
    );
    return found.n;
  };
  const findings = async () =>
    (await audit.findings.of(audit.dataSource.manager, tenantId)).map(({ kind, detail }) => ({ kind, ...detail }));

  it('are two entries each, of which the second has what changed since the night before', async () => {
    const staff = staffOf(40);
    await night(staff);
    await night(staff.map((one, n) => (n < 2 ? { ...one, jobRole: 'Designer' } : one)));
    await night(staff.slice(0, 39));
    expect(await count('entries')).toBe(6);
    expect((await ends()).map(({ rows }) => counted(rows))).toEqual([
      '+40 -0 since null',
      '+2 -2 since 1',
      '+2 -3 since 3',
    ]);
  });

  it('write what changed and not what stayed', async () => {
    const staff = staffOf(200);
    await night(staff);
    const tables = ['snapshot_rows', 'records', 'payloads', 'audit_keys.person_keys'];
    const sizes = () => Promise.all(tables.map(count));
    const before = await sizes();
    await night(staff);
    expect(await sizes()).toEqual(before);
    await night(staff.map((one, n) => (n === 7 ? { ...one, jobRole: 'Designer' } : one)));
    // A row, its record, and what is sealed about the employee: their manager is the same.
    expect(await sizes()).toEqual(before.map((size, n) => size + (n < 3 ? 1 : 0)));
    expect(await count('staged_rows')).toBe(0);
  });

  it('can all be rebuilt, from the tables and from the entries alone, and meet their digests', async () => {
    const nights = [
      staffOf(5),
      staffOf(3),
      [],
      staffOf(6),
      staffOf(6).map((one) => ({ ...one, location: 'Hull' })),
      staffOf(5),
    ];
    for (const staff of nights) await night(staff);
    let rows: ReturnType<typeof rowsAfter> = new Map();
    for (const [n, end] of (await ends()).entries()) {
      const expected = nights[n]!.map(digestOf).sort();
      rows = rowsAfter(rows, end.rows);
      const stored = await audit.snapshots.rowsAt(audit.dataSource.manager, tenantId, end.index);
      expect(stored.map(({ digest }) => digest)).toEqual(expected);
      expect([...rows.keys()].sort()).toEqual(expected);
      expect(snapshotDigest(rows.keys())).toBe(snapshotDigest(expected));
    }
  });

  it('are recorded once, though all of it is sent twice', async () => {
    const records = await night(staffOf(4));
    await audit.again('peoplesync.snapshots', tenantId, records);
    expect(await count('entries')).toBe(2);
    expect(await findings()).toEqual([]);
  });

  it('may come in pieces, each in a batch of its own', async () => {
    for (const event of snapshot({ tenantId, number: 1 }, staffOf(3))) await audit.take([event]);
    expect((await ends()).map(({ rows }) => counted(rows))).toEqual(['+3 -0 since null']);
  });

  it('may come several in one batch', async () => {
    await audit.take([
      ...snapshot({ tenantId, number: 1 }, staffOf(3)),
      ...snapshot({ tenantId, number: 2 }, staffOf(2)),
      unchanged({ tenantId, number: 3 }, staffOf(2)),
    ]);
    expect((await ends()).map(({ rows }) => counted(rows))).toEqual(['+3 -0 since null', '+0 -1 since 1', 'same']);
  });

  it('of which a row is missing are a finding, and change nothing', async () => {
    await night(staffOf(3));
    const [begin, , ...rest] = snapshot({ tenantId, number: 2 }, staffOf(4));
    await audit.take([begin!, ...rest]);
    expect((await ends()).map(({ rows }) => counted(rows))).toEqual(['+3 -0 since null', 'broken']);
    expect(await findings()).toMatchObject([{ kind: 'snapshot-broken', number: 2, announced: 4, arrived: 3 }]);
    number = 2;
    await night(staffOf(4));
    expect((await ends()).map(({ rows }) => counted(rows)).at(-1)).toBe('+1 -0 since 1');
  });

  it('of an attempt that broke off leave nothing to the next one', async () => {
    const first = { tenantId, number: 1, attempt: 1 };
    await audit.take([started(first), row(first, 0, employee('PW9'))]);
    await audit.take(snapshot({ tenantId, number: 1, attempt: 2 }, staffOf(2)));
    expect((await ends()).map(({ rows }) => counted(rows))).toEqual(['+2 -0 since null']);
    expect(await count('staged_rows')).toBe(0);
    expect(await findings()).toMatchObject([{ kind: 'rows-dropped', number: 1, attempt: 1, arrived: 1 }]);
  });

  it('of an attempt that never ends are dropped after 30 days, and named', async () => {
    const first = { tenantId, number: 1 };
    await audit.take([started(first), row(first, 0, employee('PW9'))]);
    const upkeep = new UpkeepHandler(
      audit.dataSource,
      audit.snapshots,
      audit.findings,
      new ReplaysRepository(audit.dataSource),
    );
    await upkeep.round();
    expect([await count('staged_rows'), await findings()]).toEqual([1, []]);
    await audit.dataSource.query(
      `UPDATE staged_rows SET staged_at = staged_at - interval '31 days' WHERE tenant_id = $1`,
      [tenantId],
    );
    await upkeep.round();
    expect(await count('staged_rows')).toBe(0);
    expect(await findings()).toMatchObject([{ kind: 'rows-dropped', number: 1, attempt: 1, arrived: 1 }]);
  });

  it('of an attempt that failed are no rows of the record', async () => {
    const first = { tenantId, number: 1 };
    await audit.take([started(first), row(first, 0, employee('PW9')), failed(first)]);
    expect([await ends(), await count('staged_rows'), await count('entries')]).toEqual([[], 0, 2]);
  });

  it('that are said to be equal to one that was never recorded are a finding', async () => {
    await audit.take([unchanged({ tenantId, number: 1 }, staffOf(2))]);
    expect(await findings()).toMatchObject([{ kind: 'snapshot-unknown', number: 1 }]);
    number = 1;
    await night(staffOf(2));
    await audit.take([unchanged({ tenantId, number: 3 }, staffOf(2))]);
    expect((await ends()).at(-1)?.rows).toEqual({ kind: 'same', as: 2 });
    expect(await findings()).toHaveLength(1);
  });

  it('that are said a second time with another text are a finding', async () => {
    await audit.take(snapshot({ tenantId, number: 1 }, staffOf(2)));
    await audit.take([completed({ tenantId, number: 1 }, staffOf(1))]);
    expect(await count('entries')).toBe(2);
    expect(await findings()).toMatchObject([{ kind: 'said-otherwise', number: 1, mark: 'completed' }]);
  });

  it('of many companies are folded together', async () => {
    const others = Array.from({ length: 20 }, aTenantId);
    await audit.record(
      'peoplesync.snapshots',
      others.flatMap((one) => snapshot({ tenantId: one, number: 1 }, staffOf(10)).map(decoded)),
    );
    for (const one of others) {
      const rows = await audit.snapshots.rowsAt(audit.dataSource.manager, one, 1);
      expect(rows).toHaveLength(10);
    }
  });
});
