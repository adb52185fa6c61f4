import {
  ChangesCompleted,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  PlanMade,
  ProblemClosed,
  ProblemOpened,
} from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { Deliveries, threePeople, typesOf } from '../deliveries.testkit';
import { digestOfAll, snapshot, syncIdOf, unchanged } from '../fetched.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

describeReal('postgres')('a plan', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let on: Deliveries;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
    on = new Deliveries(reconciler);
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const { ines, omar, petra } = threePeople(anEmployee);

  describe('a first load', () => {
    it('adds everybody, and says so in one plan', async () => {
      const tenantId = aTenantId();
      const sync = { tenantId, number: 1, actor: 'grace@tiles.example' };
      await reconciler.deliver(snapshot(sync, [omar, ines]));
      const said = await reconciler.said(tenantId);
      expect(typesOf(said)).toEqual([PlanMade.type, EmployeeAdded.type, EmployeeAdded.type, ChangesCompleted.type]);
      expect(said.map(({ syncId, actor }) => ({ syncId, actor }))).toEqual(
        said.map(() => ({ syncId: syncIdOf(sync), actor: 'grace@tiles.example' })),
      );
      expect(said[0]?.data).toMatchObject({
        number: 1,
        outcome: 'applying',
        itemCount: 2,
        base: 0,
        baseDigest: digestOfAll([ines, omar]),
        today: '2026-03-02',
        counts: { seen: 2, joined: 2, unchanged: 0 },
        problems: 0,
      });
      expect((await reconciler.saidOf(tenantId, EmployeeAdded)).map(({ employee }) => employee)).toEqual([ines, omar]);
      expect(await reconciler.saidOf(tenantId, ChangesCompleted)).toEqual([{ number: 1, count: 2 }]);
      expect(await on.stagedRows(tenantId)).toBe(0);
    });

    it('takes one company’s rows in many batches, and several companies’ in one', async () => {
      const [one, other] = [aTenantId(), aTenantId()];
      const [first, second] = [
        snapshot({ tenantId: one, number: 1 }, [ines, omar]),
        snapshot({ tenantId: other, number: 1 }, [petra]),
      ];
      const mixed = [first[0], second[0], first[1], second[1], second[2], first[2], first[3]];
      for (const event of mixed.slice(0, 3)) await reconciler.deliver(event ? [event] : []);
      await reconciler.deliver(mixed.slice(3).flatMap((event) => event ?? []));
      expect((await on.plansOf(one)).map(({ itemCount }) => itemCount)).toEqual([2]);
      expect((await on.plansOf(other)).map(({ itemCount }) => itemCount)).toEqual([1]);
    });

    it('ignores who had left before, and waits for who has not begun', async () => {
      const tenantId = aTenantId();
      const gone = { ...omar, status: '2' };
      const starter = { ...petra, startDate: '2026-03-04' };
      await on.apply(tenantId, 1, [ines, gone, starter]);
      expect(await on.plansOf(tenantId)).toMatchObject([
        { itemCount: 1, problems: 0, counts: { joined: 1, unchanged: 2 } },
      ]);
    });
  });

  describe('a later sync', () => {
    it('says only that there is nothing to do when nothing changed', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines, omar]);
      const short = await on.saidBy(tenantId, () =>
        reconciler.deliver(unchanged({ tenantId, number: 2 }, [ines, omar])),
      );
      expect(typesOf(short)).toEqual([PlanMade.type]);
      expect(short[0]?.data).toMatchObject({ itemCount: 0, base: 1, counts: { seen: 2, unchanged: 2 } });
      const long = await on.saidBy(tenantId, () => on.apply(tenantId, 3, [omar, ines]));
      expect(typesOf(long)).toEqual([PlanMade.type]);
      expect((await on.plansOf(tenantId)).slice(1).map(({ hash }) => hash)[0]).toBe(
        (await on.plansOf(tenantId))[2]?.hash,
      );
    });

    it('brings leavers, then changes, then joiners, and closes with their number', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines, omar]);
      const promoted = { ...ines, jobRole: 'Kiln Lead', location: null };
      const gone = { ...omar, status: '2', leavingDate: '2026-02-27' };
      const said = await on.saidBy(tenantId, () => on.apply(tenantId, 2, [petra, promoted, gone]));
      expect(typesOf(said)).toEqual(
        [PlanMade, EmployeeLeft, EmployeeChanged, EmployeeAdded, ChangesCompleted].map(({ type }) => type),
      );
      expect(said[1]?.data).toMatchObject({ employee: gone, proof: 'leaver-status', sourceVersion: 2 });
      expect(said[2]?.data).toMatchObject({
        employee: promoted,
        changed: ['jobRole', 'location'],
        old: { jobRole: ines.jobRole, location: ines.location },
        sourceVersion: 2,
      });
      expect(said[3]?.data).toMatchObject({ employee: petra, rejoined: false, sourceVersion: 1 });
      expect(said[0]?.data).toMatchObject({ base: 1, counts: { seen: 3, left: 1, changed: 1, joined: 1, missing: 0 } });
    });

    it('keeps a leaver’s record although PeopleHR’s row was cut down to the proof', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines]);
      const blank = Object.fromEntries(Object.keys(ines).map((field) => [field, null]));
      const cut = {
        ...ines,
        ...blank,
        employeeId: 'PW1',
        uniqueKey: ines.uniqueKey,
        status: '2',
        startDate: ines.startDate,
      };
      await on.apply(tenantId, 2, [cut]);
      expect(await reconciler.saidOf(tenantId, EmployeeLeft)).toMatchObject([
        { employee: { ...ines, status: '2', leavingDate: null }, proof: 'leaver-status' },
      ]);
    });

    it('brings back who left, as the same person with the next number', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines]);
      await on.apply(tenantId, 2, [{ ...ines, status: '2', leavingDate: '2026-02-27' }]);
      await on.apply(tenantId, 3, [{ ...ines, jobRole: 'Kiln Lead', leavingDate: '2026-02-27' }]);
      const [first, again] = await reconciler.saidOf(tenantId, EmployeeAdded);
      expect(again).toMatchObject({
        personId: first?.personId,
        rejoined: true,
        sourceVersion: 3,
        employee: { jobRole: 'Kiln Lead' },
      });
      // The old LeavingDate still stands and means nothing any more.
      await on.apply(tenantId, 4, [{ ...ines, jobRole: 'Kiln Owner', leavingDate: '2026-02-27' }]);
      expect(await reconciler.saidOf(tenantId, EmployeeChanged)).toMatchObject([
        { changed: ['jobRole'], sourceVersion: 4 },
      ]);
    });

    it('lets nobody go because one answer lacks them: they are missing, which somebody may settle, until they are back', async () => {
      const tenantId = aTenantId();
      const rest = [ines, anEmployee({ employeeId: 'PW4' })];
      await on.apply(tenantId, 1, [...rest, omar, petra]);
      const said = await on.saidBy(tenantId, () => on.apply(tenantId, 2, rest));
      expect(typesOf(said)).toEqual([PlanMade, ProblemOpened, ProblemOpened].map(({ type }) => type));
      expect(said[0]?.data).toMatchObject({ itemCount: 0, problems: 2, counts: { seen: 2, unchanged: 2, missing: 2 } });
      expect(said[1]?.data).toMatchObject({ code: 'missing', name: 'Omar Reyes', received: '2026-03-02' });
      // The same again is no news.
      const quiet = await on.saidBy(tenantId, () => reconciler.deliver(unchanged({ tenantId, number: 3 }, rest)));
      expect(typesOf(quiet)).toEqual([PlanMade.type]);
      expect(quiet[0]?.data).toMatchObject({ itemCount: 0, problems: 2, counts: { missing: 2 } });
      const back = await on.saidBy(tenantId, () => on.apply(tenantId, 4, [...rest, petra]));
      expect(typesOf(back)).toEqual([PlanMade, ProblemClosed].map(({ type }) => type));
      expect(back[0]?.data).toMatchObject({ itemCount: 0, problems: 1, counts: { missing: 1, unchanged: 3 } });
    });

    it('acts on the day itself though PeopleHR answers the same: last days that ended, first days that come', async () => {
      const tenantId = aTenantId();
      const people = [ines, { ...omar, leavingDate: '2026-03-03' }, { ...petra, startDate: '2026-03-04' }];
      await on.apply(tenantId, 1, people, '2026-03-02T02:00:00Z');
      const onDay = (number: number, takenAt: string) =>
        on.saidBy(tenantId, () => reconciler.deliver(unchanged({ tenantId, number, takenAt }, people)));
      expect(typesOf(await onDay(2, '2026-03-03T23:59:59Z'))).toEqual([PlanMade.type]);
      const said = await onDay(3, '2026-03-04T00:00:00Z');
      expect(typesOf(said)).toEqual([PlanMade, EmployeeLeft, EmployeeAdded, ChangesCompleted].map(({ type }) => type));
      expect(said[1]?.data).toMatchObject({ employee: people[1], proof: 'leaving-date' });
      expect(said[2]?.data).toMatchObject({ employee: people[2] });
      expect(typesOf(await onDay(4, '2026-03-05T02:00:00Z'))).toEqual([PlanMade.type]);
    });

    it('takes the day from the calendar in London', async () => {
      const tenantId = aTenantId();
      const leaver = { ...ines, leavingDate: '2026-06-30' };
      await on.apply(tenantId, 1, [leaver], '2026-06-30T22:59:00Z');
      await reconciler.deliver(unchanged({ tenantId, number: 2, takenAt: '2026-06-30T23:00:00Z' }, [leaver]));
      expect((await on.plansOf(tenantId)).map(({ today, itemCount }) => [today, itemCount])).toEqual([
        ['2026-06-30', 1],
        ['2026-07-01', 1],
      ]);
    });

    it('judges every row again in a repair, and says what differs from what was last said', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines, omar]);
      // As if what was said last had been lost in a restore.
      await reconciler.rows(
        `UPDATE persons SET digest = repeat('0', 64), employee = (employee::jsonb || '{"jobRole": "Sweeper"}')::json
          WHERE tenant_id = $1 AND employee_id = 'PW2'`,
        [tenantId],
      );
      expect(typesOf(await on.saidBy(tenantId, () => on.apply(tenantId, 2, [ines, omar])))).toEqual([PlanMade.type]);
      const repair = { tenantId, number: 3, mode: 'repair' } as const;
      const said = await on.saidBy(tenantId, () => reconciler.deliver(snapshot(repair, [ines, omar])));
      expect(typesOf(said)).toEqual([PlanMade, EmployeeChanged, ChangesCompleted].map(({ type }) => type));
      expect(said[1]?.data).toMatchObject({ changed: ['jobRole'], old: { jobRole: 'Sweeper' }, employee: omar });
    });

    it('judges all stored rows again when the settings have changed since, without a fetch', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines]);
      await reconciler.rows(`UPDATE persons SET digest = repeat('0', 64) WHERE tenant_id = $1`, [tenantId]);
      await reconciler.rows('UPDATE base_rows SET employee = $2 WHERE tenant_id = $1', [
        tenantId,
        JSON.stringify(ines),
      ]);
      await reconciler.rows('UPDATE tenants SET policy_version = 1 WHERE tenant_id = $1', [tenantId]);
      await reconciler.deliver(unchanged({ tenantId, number: 2 }, [ines]));
      await reconciler.rows(`UPDATE persons SET digest = repeat('0', 64) WHERE tenant_id = $1`, [tenantId]);
      await reconciler.deliver(unchanged({ tenantId, number: 3 }, [ines]));
      expect((await on.plansOf(tenantId)).slice(1)).toMatchObject([
        { policy: 1, itemCount: 1 },
        { policy: 1, itemCount: 0 },
      ]);
    });
  });

  describe('an address that cannot be taken over', () => {
    const shared = 'office@northwind-tiles.example';

    it('is refused with a problem that names the row, what was received and the other side; the others go on', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [{ ...ines, email: shared }]);
      const rows = [
        { ...ines, email: shared },
        { ...omar, email: shared },
        { ...petra, email: null },
        anEmployee({ employeeId: 'PW4', email: 'nobody at tiles' }),
        anEmployee({ employeeId: 'PW5', status: '7' }),
        anEmployee({ employeeId: 'PW6' }),
        anEmployee({ employeeId: 'PW7', lastName: 'M\uFFFDller', reportsTo: 'Gr\uFFFDce' }),
      ];
      const said = await on.saidBy(tenantId, () => on.apply(tenantId, 2, rows));
      expect(said[0]?.data).toMatchObject({
        itemCount: 1,
        problems: 5,
        counts: { joined: 1, refused: 5, unchanged: 1 },
      });
      expect(await reconciler.saidOf(tenantId, ProblemOpened)).toMatchObject([
        {
          code: 'email-taken',
          employeeId: 'PW2',
          name: 'Omar Reyes',
          received: shared,
          other: 'Ines Faulkner',
          personId: null,
        },
        { code: 'email-blank', employeeId: 'PW3', received: null, other: null },
        { code: 'email-invalid', employeeId: 'PW4', received: 'nobody at tiles' },
        { code: 'unknown-status', employeeId: 'PW5', received: '7' },
        { code: 'text-unreadable', employeeId: 'PW7', received: 'lastName' },
      ]);
    });

    it('is tried again in every sync without a word, until it is settled', async () => {
      const tenantId = aTenantId();
      const newcomer = { ...omar, email: shared };
      await on.apply(tenantId, 1, [{ ...ines, email: shared }, newcomer]);
      const both = [{ ...ines, email: shared }, newcomer];
      expect(await on.plansOf(tenantId)).toMatchObject([{ itemCount: 0, problems: 2, counts: { refused: 2 } }]);
      const quiet = await on.saidBy(tenantId, () => reconciler.deliver(unchanged({ tenantId, number: 2 }, both)));
      expect(typesOf(quiet)).toEqual([PlanMade.type]);
      expect(quiet[0]?.data).toMatchObject({ itemCount: 0, problems: 2, counts: { refused: 2, unchanged: 0 } });
      const settled = await on.saidBy(tenantId, () => on.apply(tenantId, 3, [ines, newcomer]));
      expect(typesOf(settled)).toEqual(
        [PlanMade, EmployeeAdded, EmployeeAdded, ProblemClosed, ProblemClosed, ChangesCompleted].map(
          ({ type }) => type,
        ),
      );
    });

    it('is another problem when it says something else, and none when its row is gone', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines, { ...omar, email: 'omar at tiles' }]);
      const other = await on.saidBy(tenantId, () => on.apply(tenantId, 2, [ines, { ...omar, email: null }]));
      expect(typesOf(other)).toEqual([PlanMade, ProblemClosed, ProblemOpened].map(({ type }) => type));
      const gone = await on.saidBy(tenantId, () => on.apply(tenantId, 3, [ines]));
      expect(typesOf(gone)).toEqual([PlanMade, ProblemClosed].map(({ type }) => type));
      expect(gone[0]?.data).toMatchObject({ problems: 0, counts: { refused: 0, missing: 0 } });
    });

    it('leaves somebody known as they are', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines]);
      const said = await on.saidBy(tenantId, () =>
        on.apply(tenantId, 2, [{ ...ines, email: null, jobRole: 'Kiln Lead' }]),
      );
      expect(typesOf(said)).toEqual([PlanMade, ProblemOpened].map(({ type }) => type));
      const [added] = await reconciler.saidOf(tenantId, EmployeeAdded);
      expect(said[1]?.data).toMatchObject({ code: 'email-blank', personId: added?.personId });
    });

    it('may be swapped', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines, omar]);
      const said = await on.saidBy(tenantId, () =>
        on.apply(tenantId, 2, [
          { ...ines, email: omar.email },
          { ...omar, email: ines.email },
        ]),
      );
      expect(said[0]?.data).toMatchObject({ itemCount: 2, counts: { changed: 2, refused: 0 } });
    });
  });

  it('a preview makes and keeps a plan, and changes nothing', async () => {
    const tenantId = aTenantId();
    await on.apply(tenantId, 1, [ines]);
    const preview = { tenantId, number: 2, mode: 'preview' } as const;
    const rows = [{ ...ines, jobRole: 'Kiln Lead' }, omar, { ...petra, email: null }];
    const said = await on.saidBy(tenantId, () => reconciler.deliver(snapshot(preview, rows)));
    expect(typesOf(said)).toEqual([PlanMade.type]);
    expect(said[0]?.data).toMatchObject({
      outcome: 'previewed',
      itemCount: 2,
      problems: 1,
      baseDigest: digestOfAll([ines]),
      counts: { changed: 1, joined: 1, refused: 1 },
    });
    const items = await reconciler.rows(
      'SELECT kind FROM plan_items WHERE tenant_id = $1 AND sync_id = $2 ORDER BY idx',
      [tenantId, syncIdOf(preview)],
    );
    expect(items.map(({ kind }) => kind)).toEqual(['changed', 'joined']);
    // The same again for real: the same plan, as if there had been no preview.
    const applied = await on.saidBy(tenantId, () => on.apply(tenantId, 3, rows));
    expect(applied).toHaveLength(5);
    expect(applied[0]?.data).toMatchObject({ outcome: 'applying', hash: (await on.plansOf(tenantId))[1]?.hash });
  });
});
