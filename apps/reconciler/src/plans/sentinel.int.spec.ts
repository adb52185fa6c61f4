import { employeeFields, type EmployeeField } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, staff } from '../company.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

describeReal('postgres')('the shape of PeopleHR’s answer', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let company: CompanyUnderTest;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
  });
  beforeEach(() => {
    company = new CompanyUnderTest(reconciler, aTenantId());
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const people = staff(anEmployee, 20);
  const without = (...gone: EmployeeField[]) => ({
    fieldsPresent: employeeFields.filter((field) => !gone.includes(field)),
  });
  const shapeOf = ({ safeguards }: { safeguards: readonly { name: string; field: string | null }[] }) =>
    safeguards.flatMap(({ name, field }) => (name === 'answer-changed-shape' ? [field] : []));

  it.each(employeeFields.filter((field) => field !== 'employeeId'))(
    'holds the plan when %s is there for nobody any more, and names it',
    async (field) => {
      await company.sync(people);
      const next = await company.sync(people, without(field));
      expect(next.plan).toMatchObject({ outcome: 'held', heldBecause: ['answer-changed-shape'] });
      expect(shapeOf(next.plan)).toEqual([field]);
    },
  );

  it('holds it though nobody had a value in that field, and though the answer is the same', async () => {
    const plain = people.map((one) => ({ ...one, reportsToEmail: null }));
    await company.sync(plain);
    const next = await company.unchanged(plain, without('reportsToEmail', 'company'));
    expect(next.plan).toMatchObject({ outcome: 'held', itemCount: 0 });
    expect(shapeOf(next.plan)).toEqual(['reportsToEmail', 'company']);
  });

  it('is watched from the first answer on: a field that was never there is not missed, and one that comes is', async () => {
    await company.sync(people, without('company', 'employmentType'));
    expect((await company.sync(people, without('company', 'employmentType'))).plan.outcome).toBe('applying');
    expect((await company.sync(people, without('employmentType'))).plan.outcome).toBe('applying');
    expect(shapeOf((await company.sync(people, without('company', 'employmentType'))).plan)).toEqual(['company']);
  });

  it('does not pass on the second night because it waited on the first', async () => {
    await company.sync(people);
    const first = await company.sync(people, without('department'));
    const second = await company.sync(people, without('department'));
    expect(second.plan).toMatchObject({ outcome: 'held', hash: first.plan.hash });
    // As it was before, nothing waits any more.
    const back = await company.sync(people);
    expect(back.plan.outcome).toBe('applying');
    expect(await company.plan(second)).toMatchObject({ state: 'superseded', supersededBy: back.syncId });
  });

  it('may be another one from now on, once somebody gave their OK', async () => {
    await company.sync(people);
    await company.approve(await company.sync(people, without('department')));
    expect((await company.sync(people, without('department'))).plan.outcome).toBe('applying');
    expect((await company.sync(people)).plan.outcome).toBe('applying');
    expect((await company.sync(people, without('department'))).plan.outcome).toBe('held');
  });

  it('is noted of an answer that was accepted, and neither of a preview nor of one that waits for another reason', async () => {
    await company.sync(people, without('company'));
    await company.sync(people, { mode: 'preview' });
    expect((await company.sync(people, without('company'))).plan.outcome).toBe('applying');
    const held = await company.sync(firstOf(people, 6, { status: '2' }));
    expect(held.plan.heldBecause).toEqual(['leavers']);
    expect((await company.sync(people, without('company'))).plan.outcome).toBe('applying');
    await company.approve(await company.sync(firstOf(people, 6, { status: '2' })));
    expect(shapeOf((await company.sync(people, without('company'))).plan)).toEqual(['company']);
  });

  it('holds the plan when more than a few have a status that PeopleHR does not document', async () => {
    const hundred = staff(anEmployee, 100);
    await company.sync(hundred);
    const few = await company.sync(firstOf(hundred, 5, { status: '7' }));
    expect(few.plan).toMatchObject({ outcome: 'applying', counts: { refused: 5, left: 0 }, problems: 5 });
    const many = await company.sync(firstOf(hundred, 6, { status: '7' }));
    expect(many.plan).toMatchObject({ outcome: 'held', itemCount: 0 });
    expect(many.plan.safeguards).toEqual([{ name: 'answer-changed-shape', field: 'status', value: 6, limit: 5 }]);
    expect((await company.people()).filter((one) => one.endsWith('active'))).toHaveLength(100);
  });

  describe('and who is missing from it', () => {
    it('is not noted while the plan waits: an answer that nobody accepted proves nothing', async () => {
      await company.sync(people);
      const held = await company.sync(firstOf(people.slice(0, -1), 6, { status: '2' }));
      expect(held.plan).toMatchObject({ outcome: 'held', counts: { left: 6, missing: 1 } });
      const next = await company.sync(people.slice(0, -1));
      expect(next.plan).toMatchObject({ outcome: 'applying', counts: { left: 0, missing: 1 } });
      expect((await company.sync(people.slice(0, -1))).plan.counts).toMatchObject({ left: 1, missing: 0 });
    });

    it('counts from anew if a preview has them in between', async () => {
      await company.sync(people);
      await company.sync(people.slice(0, -1));
      await company.sync(people, { mode: 'preview' });
      expect((await company.sync(people.slice(0, -1))).plan.counts).toMatchObject({ missing: 1, left: 0 });
      expect((await company.sync(people.slice(0, -1))).plan.counts).toMatchObject({ missing: 0, left: 1 });
    });

    it('counts from anew if somebody looked at an answer that came after the one that was approved', async () => {
      await company.sync(people);
      const held = await company.sync(firstOf(people.slice(0, -1), 6, { status: '2' }));
      await company.sync(people, { mode: 'preview' });
      await company.approve(held);
      const next = await company.sync(firstOf(people.slice(0, -1), 6, { status: '2' }));
      expect(next.plan.counts).toMatchObject({ missing: 1, left: 0 });
    });

    it('is not noted by a preview', async () => {
      await company.sync(people);
      const preview = await company.sync(people.slice(0, -1), { mode: 'preview' });
      expect(preview.plan.counts).toMatchObject({ missing: 1 });
      expect((await company.sync(people.slice(0, -1))).plan.counts).toMatchObject({ missing: 1, left: 0 });
    });

    it('is found by a plan that waits as well: they are back, and so is their time', async () => {
      await company.sync(people);
      await company.sync(people.slice(0, -1));
      await company.sync(firstOf(people, 6, { status: '2' }));
      expect((await company.sync(people.slice(0, -1))).plan.counts).toMatchObject({ missing: 1, left: 0 });
    });
  });
});
