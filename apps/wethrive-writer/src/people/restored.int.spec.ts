import type { writerV1 } from '@people-sync/platform';
import {
  aTenantId,
  describeReal,
  Mirror,
  type MirrorDoor,
  provideTestDatabase,
  wholeTable,
} from '@people-sync/testing';
import { Client, escapeIdentifier } from 'pg';
import { employee, FakeReconciler } from '../fake-reconciler.testkit';
import { WriterUnderTest } from '../writer.testkit';

describeReal('postgres')('a database that was restored to an earlier moment', () => {
  let url: string;
  let writer: WriterUnderTest;

  beforeAll(async () => {
    ({ url } = await provideTestDatabase());
    writer = await WriterUnderTest.open(url);
  });
  afterAll(() => writer.close());

  /** While nobody is connected to it: one database is made of another. */
  async function away(work: (admin: Client, database: string, backup: string) => Promise<unknown>): Promise<void> {
    await writer.close();
    const server = new URL(url);
    const name = server.pathname.slice(1);
    server.pathname = '/postgres';
    const admin = new Client({ connectionString: server.toString() });
    await admin.connect();
    await work(admin, escapeIdentifier(name), escapeIdentifier(`${name}_backup`)).finally(() => admin.end());
    writer = await WriterUnderTest.open(url);
  }
  const backUp = () => away((admin, database, backup) => admin.query(`CREATE DATABASE ${backup} TEMPLATE ${database}`));
  const restore = () =>
    away(async (admin, database, backup) => {
      await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await admin.query(`ALTER DATABASE ${backup} RENAME TO ${database}`);
    });

  it('tells a mirror of the lost time so, though every number that it knows was given again, and no other one', async () => {
    const reconciler = new FakeReconciler(aTenantId());
    const { tenantId } = reconciler;
    const door: MirrorDoor<writerV1.Person> = {
      page: (cursor) => writer.door(tenantId, 1).page(cursor),
      changes: (after, epoch) => writer.door(tenantId, 1).changes(after, epoch),
    };
    const [good, half, lost] = [new Mirror(door), new Mirror(door), new Mirror(door)];
    await writer.seats(tenantId, null);
    await writer.handle(reconciler.sync([{ joins: employee('PW1') }, { joins: employee('PW2') }]));
    await good.follow();
    await backUp();

    const later = reconciler.sync([{ joins: employee('PW3') }, { changes: employee('PW1', { lastName: 'Hill' }) }]);
    await writer.handle(later);
    await lost.follow();
    await half.readPage();
    const lostTime = await writer.changed(tenantId, 0);
    await restore();
    await writer.handle(later);

    expect([lost.at, (await writer.changed(tenantId, 0)).head]).toEqual([4, 4]);
    await expect(lost.follow()).rejects.toMatchObject({ reason: 'feed-restarted', retry: 'read-anew' });
    // By whatever number they go on: the epoch is of the history, not of the number.
    for (const after of [0, 1, 4]) {
      const known = writer.changed(tenantId, after, 9, lostTime.epoch);
      await expect(known).rejects.toMatchObject({ reason: 'feed-restarted' });
    }
    await good.follow();
    await half.follow();
    await lost.beginAnew();
    const table = await wholeTable(door);
    for (const mirror of [good, half, lost]) expect([mirror.at, mirror.rows()]).toEqual([4, table]);
    const beyond = Buffer.from('99 0123456789ab').toString('base64url');
    await expect(writer.changed(tenantId, 4, 9, beyond)).rejects.toMatchObject({ reason: 'feed-restarted' });
  });

  it('has no epoch before its first change', async () => {
    const nobody = await writer.list(aTenantId(), { limit: 1 });
    expect([nobody.changeNumber, nobody.epoch]).toEqual([0, undefined]);
  });
});
