import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { EntityManager } from 'typeorm';
import { CompanyUnderTest, firstOf, staff } from '../company.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

describeReal('postgres')('a night on which PeopleHR answers the same', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let company: CompanyUnderTest;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
    // Rows of the base that are staged to be judged never leave the database: it counts them itself.
    await reconciler.rows('CREATE TABLE staged (rows integer NOT NULL)');
    await reconciler.rows(`
      CREATE FUNCTION count_staged() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO staged SELECT count(*) FROM arrived; RETURN NULL; END $$`);
    await reconciler.rows(`
      CREATE TRIGGER count_staged AFTER INSERT ON staging REFERENCING NEW TABLE AS arrived
      FOR EACH STATEMENT EXECUTE FUNCTION count_staged()`);
  });
  beforeEach(() => {
    company = new CompanyUnderTest(reconciler, aTenantId());
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const people = staff(anEmployee, 300);

  /** How many employees are staged, and how many are read from the tables that hold some, while something is done. */
  async function loadedBy(act: () => Promise<unknown>): Promise<{ staged: number; read: number }> {
    await reconciler.rows('DELETE FROM staged');
    const query = Reflect.get(EntityManager.prototype, 'query');
    let read = 0;
    const reading = jest.spyOn(EntityManager.prototype, 'query').mockImplementation(async function (
      this: EntityManager,
      ...asked: Parameters<EntityManager['query']>
    ): Promise<unknown> {
      const rows: unknown = await Reflect.apply(query, this, asked);
      if (/\b(base_rows|persons|staging)\b/.test(asked[0]) && !/count\(\*\)/.test(asked[0])) read += rowsIn(rows);
      return rows;
    });
    try {
      await act();
    } finally {
      reading.mockRestore();
    }
    const [row] = await reconciler.rows('SELECT coalesce(sum(rows), 0)::int AS staged FROM staged');
    return { staged: Number(row?.['staged']), read };
  }

  it('loads no employee at all if nothing is open', async () => {
    await company.sync(people);
    expect(await loadedBy(() => company.unchanged(people))).toEqual({ staged: 0, read: 0 });
    expect(await loadedBy(() => company.unchanged(people))).toEqual({ staged: 0, read: 0 });
  });

  it('loads those who are open, and nobody else', async () => {
    const three = firstOf(people, 3, { email: null });
    await company.sync(three);
    expect(await loadedBy(() => company.unchanged(three))).toEqual({ staged: 3, read: 3 });
  });

  it('loads those of whom a change is kept away', async () => {
    await company.sync(people);
    const answer = firstOf(people, 31, { status: '2' });
    const held = await company.sync(answer);
    await company.approve(held, [await company.idOf('PW1'), await company.idOf('PW2')]);
    await company.sync(answer);
    // Each with the person whom it is about.
    expect((await loadedBy(() => company.unchanged(answer))).staged).toBe(2);
  });

  it('loads those whose day has come', async () => {
    const starters = firstOf(people, 2, { startDate: '2026-03-04' });
    await company.sync(starters, { takenAt: '2026-03-02T02:00:00.000Z' });
    const before = await loadedBy(() => company.unchanged(starters, { takenAt: '2026-03-03T02:00:00.000Z' }));
    expect(before).toEqual({ staged: 0, read: 0 });
    const onTheDay = await loadedBy(() => company.unchanged(starters, { takenAt: '2026-03-04T02:00:00.000Z' }));
    expect(onTheDay.staged).toBe(2);
    const after = await loadedBy(() => company.unchanged(starters, { takenAt: '2026-03-05T02:00:00.000Z' }));
    expect(after).toEqual({ staged: 0, read: 0 });
  });

  it('reads those who are missing, and nobody else', async () => {
    await company.sync(people);
    const answer = people.slice(4);
    await company.sync(answer, { takenAt: '2026-03-03T02:00:00.000Z' });
    const soon = await loadedBy(() => company.unchanged(answer, { takenAt: '2026-03-03T03:00:00.000Z' }));
    expect(soon).toEqual({ staged: 0, read: 4 });
  });

  it('judges everybody once when settings, settled cases or rules are others, without asking PeopleHR', async () => {
    await company.sync(people);
    const all = { staged: 300 };
    await reconciler.setPolicy(company.tenantId, { daysBeforeStart: 1 });
    expect(await loadedBy(() => company.unchanged(people))).toMatchObject(all);
    await company.decide({ kind: 'leave-out', personId: await company.idOf('PW1'), reason: 'on the board' });
    expect(await loadedBy(() => company.unchanged(people))).toMatchObject(all);
    await reconciler.rows('UPDATE tenants SET base_rules = 0 WHERE tenant_id = $1', [company.tenantId]);
    expect(await loadedBy(() => company.unchanged(people))).toMatchObject(all);
    expect(await loadedBy(() => company.unchanged(people))).toEqual({ staged: 0, read: 0 });
  });
});

/** TypeORM gives the rows of an UPDATE or DELETE together with their number. */
function rowsIn(result: unknown): number {
  if (!Array.isArray(result)) return 0;
  const [rows]: unknown[] = result;
  return Array.isArray(rows) ? rows.length : result.length;
}
