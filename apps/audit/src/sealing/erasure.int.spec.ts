import { Connected, derivedId, EmployeeAdded, newEvent, ofMapped, PersonAdded } from '@people-sync/contracts';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { AuditUnderTest } from '../audit.testkit';
import { employee, snapshot } from '../fetched.testkit';

const canaries = {
  email: 'c4nary-mail@northwind-tiles.example',
  firstName: 'C4naryFirst',
  lastName: 'C4naryLast',
  jobRole: 'C4naryRole',
  reportsTo: 'C4nary Boss',
  reportsToEmployeeId: 'C4NARY-BOSS',
};
const rafe = employee('C4NARY-ID', canaries);
const mira = employee('PW2', { reportsTo: 'C4naryFirst C4naryLast', reportsToEmployeeId: 'C4NARY-ID' });
const words = [...Object.values(canaries), 'C4NARY-ID', 'c4nary-actor'];

describeReal('postgres')('what the record says about people', () => {
  let database: TestDatabase;
  let audit: AuditUnderTest;
  let tenantId: string;
  let personId: string;

  beforeAll(async () => {
    database = await provideTestDatabase();
    audit = await AuditUnderTest.open(database.url);
  });
  afterAll(async () => {
    await audit.close();
    await database.drop();
  });

  beforeEach(async () => {
    tenantId = aTenantId();
    personId = derivedId('person', tenantId);
    const origin = { source: '/peoplesync/reconciler', tenantId, subject: personId, actor: 'c4nary-actor' };
    await audit.take([
      newEvent(Connected, origin, {
        connectionId: derivedId('c'),
        companyId: 'company-1',
        companyName: 'Northwind Tiles',
        keyHint: 'abcd',
      }),
    ]);
    await audit.take(snapshot({ tenantId, number: 1 }, [rafe, mira]));
    await audit.take([
      newEvent(EmployeeAdded, origin, { personId, sourceVersion: 1, employee: rafe, rejoined: false }),
    ]);
    await audit.take([
      newEvent(PersonAdded, origin, {
        person: {
          personId,
          email: canaries.email,
          name: 'C4naryFirst C4naryLast',
          ...ofMapped(() => null),
          team: canaries.jobRole,
          manager: canaries.reportsTo,
          unit: null,
          status: 'active',
          weThriveId: null,
          orgEmployeeId: 'C4NARY-ID',
        },
        version: 1,
        sourceVersion: 1,
        changeNumber: 1,
        at: '2026-03-02T02:00:03.000Z',
      }),
    ]);
  });

  /** As an erasure will: every key by which the person was ever named. */
  const destroy = () =>
    audit.dataSource.query(
      `UPDATE audit_keys.person_keys k SET kek_id = NULL, wrapped = NULL, destroyed_at = clock_timestamp()
         FROM audit_keys.person_names n
        WHERE n.tenant_id = $1 AND n.person_id = $2 AND k.tenant_id = n.tenant_id AND k.token = n.token
          AND k.destroyed_at IS NULL`,
      [tenantId, personId],
    );
  const events = async () => (await audit.events(tenantId)).events;

  it('stands in no table in clear, neither its text nor its bytes', async () => {
    expect(await audit.found(words)).toEqual([]);
    // The look itself finds what is there.
    expect(await audit.found([tenantId, personId])).toEqual([tenantId, personId]);
  });

  it('is gone with the keys of the person, wherever they are named, and the tree stays what it was', async () => {
    const before = await audit.signing.newestOf(tenantId);
    await destroy();
    const said = await events();
    const text = said.map(({ data }) => data).join();
    for (const word of ['C4naryFirst', 'C4naryRole', 'c4nary-mail', 'C4NARY-ID']) expect(text).not.toContain(word);
    expect(said.map(({ lost }) => lost)).toEqual(said.map(() => 0));
    expect(said.reduce((sum, { erased }) => sum + erased, 0)).toBeGreaterThan(1);
    expect(await audit.signing.newestOf(tenantId)).toEqual(before);
    expect(before?.root.toString('base64')).toBe(await audit.reckonedRoot(tenantId));
  });

  it('is not touched by the erasure of somebody else', async () => {
    await destroy();
    const text = (await events()).map(({ data, actor }) => data + actor).join();
    expect(text).toContain('c4nary-actor');
    expect(text).toContain('C4nary Boss');
  });

  it('is sealed once, though a snapshot and an event say the same', async () => {
    const [{ n }] = await audit.dataSource.query<[{ n: number }]>(
      'SELECT count(*)::int AS n FROM payloads WHERE tenant_id = $1',
      [tenantId],
    );
    // Rafe, their manager, Mira, Rafe as Mira's manager; the person's row and their manager there; who pressed the button.
    expect(n).toBe(7);
  });

  it('is sealed under new keys if somebody of the same id comes after an erasure', async () => {
    await destroy();
    await audit.take([
      newEvent(
        EmployeeAdded,
        { source: '/peoplesync/reconciler', tenantId, subject: personId },
        { personId, sourceVersion: 2, employee: { ...rafe, firstName: 'New' }, rejoined: true },
      ),
    ]);
    expect(JSON.parse((await events()).at(-1)!.data)).toMatchObject({ employee: { firstName: 'New' } });
  });

  it('that was put in the place of another is found, and not shown', async () => {
    await audit.dataSource.transaction(async (tx) => {
      await tx.query(`SET LOCAL session_replication_role = 'replica'`);
      await tx.query(
        `UPDATE payloads p SET bytes = o.bytes FROM payloads o
          WHERE p.tenant_id = $1 AND o.tenant_id = $1 AND p.hash <> o.hash`,
        [tenantId],
      );
    });
    await expect(events()).rejects.toThrow('sealed bytes were changed');
  });
});
