import type { writerV1 } from '@people-sync/platform';
import {
  aTenantId,
  describeReal,
  Mirror,
  type MirrorDoor,
  provideTestDatabase,
  wholeTable,
} from '@people-sync/testing';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { at, CompanyModel, type Step, type Wish } from './company-model.testkit';
import { stories } from './company-stories.testkit';
import { FakeReconciler } from './fake-reconciler.testkit';
import { withWriter } from './suite.testkit';
import type { WriterUnderTest } from './writer.testkit';

jest.setTimeout(3_600_000);

const RUNS = propertyRuns(120);

const employees = ['P1', 'P2', 'P3', 'P4', 'P5'];
const trustees = ['T1', 'T2', 'T3'];
const everybody = [...employees, ...trustees];

const reference = fc.oneof(
  fc.constantFrom(...everybody, 'NOBODY'),
  fc.constantFrom(...everybody.map(at), 'nobody@northwind.example'),
);

const wish: fc.Arbitrary<Wish> = fc.record({
  id: fc.constantFrom(...everybody),
  comesOrGoes: fc.boolean(),
  renamed: fc.nat(4).map((n) => n === 0),
  team: fc.option(fc.constantFrom('Welder', 'Designer'), { nil: undefined }),
  manager: fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 4, arbitrary: reference },
  ),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('sync' as const),
      plan: fc.constantFrom('applying' as const, 'applying' as const, 'approved' as const, 'rejected' as const),
      wishes: fc.uniqueArray(wish, { selector: ({ id }) => id, minLength: 1, maxLength: 8 }),
      rotated: fc.shuffledSubarray(everybody),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('seats' as const),
      seats: fc.option(fc.integer({ min: 0, max: 6 }), { freq: 5 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('import' as const),
      people: fc.uniqueArray(
        fc.record({ id: fc.constantFrom(...trustees), active: fc.boolean(), formerly: fc.constantFrom(...everybody) }),
        {
          selector: ({ id }) => id,
          minLength: 1,
        },
      ),
    }),
  },
);

describeReal('postgres')('a company’s life, whatever happens in whichever order', () => {
  let writer: WriterUnderTest;

  withWriter({ provideTestDatabase }, (opened) => (writer = opened));

  async function live(one: Step, model: CompanyModel, reconciler: FakeReconciler): Promise<void> {
    if (one.kind === 'seats') {
      model.setSeats(one.seats);
      await writer.seats(reconciler.tenantId, one.seats);
    } else if (one.kind === 'import') {
      const people = model.import(one.people);
      if (people.length === 0) return;
      const given = people.map(({ id, active, formerly }) => ({
        orgEmployeeId: id,
        email: at(active ? id : formerly),
        status: active ? ('active' as const) : ('inactive' as const),
      }));
      const event = reconciler.imports(...given);
      await writer.handle([event, event]);
    } else {
      const items = model.itemsOf(one.wishes, one.rotated);
      if (one.plan === 'applying') await writer.handle(reconciler.sync(items));
      else {
        const held = reconciler.held(items.length);
        await writer.handle([held.made]);
        await writer.handle(one.plan === 'approved' ? held.approved(items) : [held.endings.rejected]);
      }
      if (one.plan !== 'rejected') model.apply(items);
    }
  }

  const rowsOf = async (tenantId: string) =>
    [...(await writer.table(tenantId))]
      .map(([id, { status, email, team }]) => ({ id, status, email, team }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));

  async function check(
    model: CompanyModel,
    tenantId: string,
    before: Awaited<ReturnType<typeof rowsOf>>,
  ): Promise<void> {
    const rows = await rowsOf(tenantId);
    const wanted = [...model.people.values()].map(({ id, status, email, team }) => ({ id, status, email, team }));
    expect(rows).toEqual(wanted.sort((a, b) => (a.id < b.id ? -1 : 1)));
    expect(await writer.managers(tenantId)).toEqual(model.managers());
    expect(await writer.managerProblems(tenantId)).toEqual(model.problems());

    const count = (status: string) => rows.filter((row) => row.status === status).length;
    const use = await writer.licences.find(writer.dataSource.manager, tenantId);
    expect(use).toMatchObject({ seats: model.seats, active: count('active'), waiting: count('waiting') });
    const seats = model.seats ?? Infinity;
    const wasActive = before.filter((row) => row.status === 'active').map((row) => row.id);
    const active = rows.filter((row) => row.status === 'active').map((row) => row.id);
    // Over the seats only by those who had one before they were lowered; nobody is evicted; no seat is idle.
    expect(active.length).toBeLessThanOrEqual(Math.max(seats, active.filter((id) => wasActive.includes(id)).length));
    expect(rows.filter((row) => row.status === 'waiting' && wasActive.includes(row.id))).toEqual([]);
    if (count('waiting') > 0) expect(active.length).toBeGreaterThanOrEqual(seats);
  }

  /** Each person's last version is what stands in the table, and the numbers have no gaps. */
  async function checkHistory(tenantId: string): Promise<void> {
    const versions = await writer.versions(tenantId);
    expect(versions.map((version) => version.changeNo)).toEqual(versions.map((_, index) => index + 1));
    const last = new Map(versions.map((version) => [version.personId, version]));
    for (const person of (await writer.table(tenantId)).values()) {
      const { status, email, team, version, unit } = person;
      expect(last.get(person.personId)).toMatchObject({ status, email, team, version, unit });
    }
    const told = (await writer.events(tenantId)).flatMap(({ data }) => data['changeNumber'] ?? []);
    expect(told).toEqual(versions.map((version) => version.changeNo));
  }

  /**
   * Copies of the table that are made by list and feed alone: one follows every step, the others began their list at each
   * step and read one page of one person a step, so that everything happens between their pages.
   */
  class Mirrors {
    readonly prompt: Mirror<writerV1.Person>;
    private readonly slow: { readonly mirror: Mirror<writerV1.Person>; readonly then: readonly writerV1.Person[] }[] =
      [];

    constructor(private readonly door: (limit: number) => MirrorDoor<writerV1.Person>) {
      this.prompt = new Mirror(door(3));
    }

    async afterStep(): Promise<void> {
      await this.prompt.follow();
      const table = await wholeTable(this.door(500));
      expect(this.prompt.rows()).toEqual(table);
      this.slow.push({ mirror: new Mirror(this.door(1)), then: table });
      for (const { mirror, then } of this.slow) {
        if (mirror.isWhole) continue;
        if (await mirror.readPage()) expect(mirror.rows()).toEqual(then);
      }
    }

    async atTheEnd(): Promise<void> {
      const table = await wholeTable(this.door(500));
      for (const { mirror } of this.slow) {
        while (!mirror.isWhole) await mirror.readPage();
        await mirror.follow();
        expect(mirror.rows()).toEqual(table);
      }
    }
  }

  async function liveAndCheck(steps: readonly Step[]): Promise<void> {
    const reconciler = new FakeReconciler(aTenantId());
    const { tenantId } = reconciler;
    const model = new CompanyModel((id) => reconciler.personId(id));
    await writer.seats(tenantId, model.seats);
    const mirrors = new Mirrors((limit) => writer.door(tenantId, limit));
    for (const one of steps) {
      const before = await rowsOf(tenantId);
      await live(one, model, reconciler);
      await check(model, tenantId, before);
      await mirrors.afterStep();
    }
    await checkHistory(tenantId);
    await mirrors.atTheEnd();
  }

  it('leaves the table, the licences, the managers and their problems as the plain rules say, after every step', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), liveAndCheck), {
      numRuns: RUNS,
    });
  });

  it.each(Object.entries(stories))('goes well also when %s', async (_, steps) => {
    await liveAndCheck(steps);
  });
});
