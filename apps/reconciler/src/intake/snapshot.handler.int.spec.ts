import {
  ChangesCompleted,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  type NewEvent,
  PlanMade,
  SnapshotRefetchNeeded,
  SyncClosed,
} from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { Deliveries, threePeople, typesOf } from '../deliveries.testkit';
import { completed, employeeRows, failed, snapshot, started, syncIdOf, unchanged } from '../fetched.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

describeReal('postgres')('what the fetcher read', () => {
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

  describe('an answer that was said to be unchanged', () => {
    it('is asked for in full when its digest is not the base’s, once for each attempt', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines]);
      const later = { tenantId, number: 2 };
      const said = await on.saidBy(tenantId, async () => {
        await reconciler.deliver(unchanged(later, [ines, omar]), unchanged(later, [ines, omar]));
        await reconciler.deliver(unchanged(later, [ines, omar]));
      });
      expect(typesOf(said)).toEqual([SnapshotRefetchNeeded.type]);
      expect(said[0]?.data).toEqual({ number: 2 });
      const full = await on.saidBy(tenantId, () =>
        reconciler.deliver(snapshot({ ...later, attempt: 2 }, [ines, omar])),
      );
      expect(full[0]?.data).toMatchObject({ number: 2, itemCount: 1 });
    });

    it('is asked for in full when there is no base', async () => {
      const tenantId = aTenantId();
      await reconciler.deliver(unchanged({ tenantId, number: 1 }, [ines]));
      expect(typesOf(await reconciler.said(tenantId))).toEqual([SnapshotRefetchNeeded.type]);
    });
  });

  describe('what comes twice, late, or in part', () => {
    const rows = [{ ...ines, jobRole: 'Kiln Lead' }, { ...omar, status: '2' }, petra];

    it('changes nothing when the same batch is delivered again, wherever the batches were cut', async () => {
      const events = (tenantId: string) => snapshot({ tenantId, number: 2 }, rows);
      const cuts = events(aTenantId()).length;
      for (let cut = 0; cut <= cuts; cut++) {
        const tenantId = aTenantId();
        await on.apply(tenantId, 1, [ines, omar]);
        const first = await reconciler.deliver(events(tenantId).slice(0, cut));
        const second = await reconciler.deliver(events(tenantId).slice(cut));
        const said = await reconciler.said(tenantId);
        await reconciler.redeliver(first);
        await reconciler.redeliver(second);
        await reconciler.redeliver([...first, ...second]);
        expect(await reconciler.said(tenantId)).toEqual(said);
        expect(typesOf(said).slice(4)).toEqual(
          [PlanMade, EmployeeLeft, EmployeeChanged, EmployeeAdded, ChangesCompleted].map(({ type }) => type),
        );
      }
    });

    it('changes nothing when the fetcher sends the whole snapshot again under new offsets', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines, omar]);
      const events = snapshot({ tenantId, number: 2 }, rows);
      await reconciler.deliver(events.slice(0, 3), events, events);
      const said = await reconciler.said(tenantId);
      await reconciler.deliver(events);
      await reconciler.deliver(snapshot({ tenantId, number: 1 }, [ines, omar]));
      expect(await reconciler.said(tenantId)).toEqual(said);
      expect(await on.plansOf(tenantId)).toHaveLength(2);
      expect(await on.stagedRows(tenantId)).toBe(0);
    });

    it('settles several syncs of one company in one batch, in their order', async () => {
      const tenantId = aTenantId();
      await reconciler.deliver(
        snapshot({ tenantId, number: 1 }, [ines]),
        failed({ tenantId, number: 2 }),
        snapshot({ tenantId, number: 3 }, [ines, omar]),
        unchanged({ tenantId, number: 4 }, [ines, omar]),
      );
      expect((await on.plansOf(tenantId)).map(({ number, itemCount, base }) => [number, itemCount, base])).toEqual([
        [1, 1, 0],
        [3, 1, 1],
        [4, 0, 2],
      ]);
    });

    it('drops the rows of an attempt that a newer one has replaced', async () => {
      const tenantId = aTenantId();
      const [first, second] = [
        { tenantId, number: 1, attempt: 1 },
        { tenantId, number: 1, attempt: 2 },
      ];
      await reconciler.deliver([started(first), ...employeeRows(first, [ines])]);
      await reconciler.deliver([started(second)]);
      await reconciler.deliver([...employeeRows(first, [ines, omar]), completed(first, [ines, omar])]);
      expect(await on.plansOf(tenantId)).toEqual([]);
      await reconciler.deliver([...employeeRows(second, [ines, petra]), completed(second, [ines, petra])]);
      expect((await reconciler.saidOf(tenantId, EmployeeAdded)).map(({ employee }) => employee)).toEqual([ines, petra]);
    });

    it('makes no plan of a snapshot that is not whole, and asks for another attempt', async () => {
      const tenantId = aTenantId();
      await on.apply(tenantId, 1, [ines, omar]);
      const sync = { tenantId, number: 2 };
      const said = await on.saidBy(tenantId, () =>
        reconciler.deliver([started(sync), ...employeeRows(sync, [ines]), completed(sync, [ines, omar])]),
      );
      expect(said.map(({ type, data }) => [type, data])).toEqual([[SnapshotRefetchNeeded.type, { number: 2 }]]);
      await reconciler.deliver(snapshot({ ...sync, attempt: 2 }, [ines]));
      expect((await on.plansOf(tenantId))[1]).toMatchObject({
        number: 2,
        itemCount: 0,
        counts: { seen: 1, missing: 1 },
      });
    });

    it('ends a sync of which twice something was lost on the way, instead of leaving it open', async () => {
      const tenantId = aTenantId();
      const sync = { tenantId, number: 1 };
      // The second time as many as were announced, but not the same ones.
      await reconciler.deliver([started(sync), ...employeeRows(sync, [ines]), completed(sync, [ines, omar])]);
      const second = { ...sync, attempt: 2 };
      await reconciler.deliver([
        started(second),
        ...employeeRows(second, [ines, petra]),
        completed(second, [ines, omar]),
      ]);
      expect(await reconciler.saidOf(tenantId, SyncClosed)).toEqual([
        { number: 1, status: 'failed', reason: 'internal-error' },
      ]);
      expect(await on.stagedRows(tenantId)).toBe(0);
    });

    it('says why a fetch failed, and drops what comes later of it', async () => {
      const tenantId = aTenantId();
      const sync = { tenantId, number: 1 };
      await reconciler.deliver([started(sync), ...employeeRows(sync, [ines])], failed(sync, 'missing-permission'));
      await reconciler.deliver(snapshot({ ...sync, attempt: 2 }, [ines]));
      expect((await reconciler.said(tenantId)).map(({ type, syncId, data }) => [type, syncId, data])).toEqual([
        [SyncClosed.type, syncIdOf(sync), { number: 1, status: 'failed', reason: 'missing-permission' }],
      ]);
      expect(await on.stagedRows(tenantId)).toBe(0);
      await on.apply(tenantId, 2, [ines]);
      expect(await on.plansOf(tenantId)).toMatchObject([{ number: 2, itemCount: 1 }]);
    });

    it('leaves nothing behind of a batch that breaks off in the middle', async () => {
      const tenantId = aTenantId();
      const events = snapshot({ tenantId, number: 1 }, [ines, omar]);
      await reconciler.rows('ALTER TABLE plans RENAME TO plans_gone');
      await expect(reconciler.deliver(events)).rejects.toThrow();
      await reconciler.rows('ALTER TABLE plans_gone RENAME TO plans');
      expect(await reconciler.said(tenantId)).toEqual([]);
      expect(await on.stagedRows(tenantId)).toBe(0);
      await reconciler.deliver(events);
      expect(await on.plansOf(tenantId)).toHaveLength(1);
    });
  });

  describe('sets, not loops', () => {
    const company = (size: number, from = 0): Employee[] =>
      Array.from({ length: size }, (_, i) => anEmployee({ employeeId: `PW${from + i}` }));

    /** The next answer of such a company: some of everything. */
    const nextAnswer = (employees: readonly Employee[]): Employee[] => [
      ...employees.map((one, i) =>
        i % 5 === 0
          ? { ...one, status: '2' }
          : i % 5 === 1
            ? { ...one, email: null }
            : { ...one, jobRole: 'Kiln Lead' },
      ),
      ...company(employees.length, employees.length),
    ];

    async function statementsFor(batch: readonly NewEvent[]): Promise<number> {
      const before = reconciler.statements.length;
      await reconciler.deliver([...batch]);
      return reconciler.statements.length - before;
    }

    it('a sync of 50 people and one of 5,000 issue the same number of statements', async () => {
      const counts: number[][] = [];
      for (const size of [50, 5_000]) {
        const tenantId = aTenantId();
        // Half the people change and as many join: 5,000 rows, as many items as one slice holds.
        const employees = company(size / 2);
        counts.push([
          await statementsFor(snapshot({ tenantId, number: 1 }, employees)),
          await statementsFor(snapshot({ tenantId, number: 2 }, nextAnswer(employees))),
          await statementsFor(unchanged({ tenantId, number: 3 }, nextAnswer(employees))),
        ]);
      }
      expect(counts[1]).toEqual(counts[0]);
    });

    it('a batch of 40 companies issues as many statements as one of a single company', async () => {
      const employees = company(10);
      const counts: number[][] = [];
      for (const companies of [1, 40]) {
        const tenantIds = Array.from({ length: companies }, () => aTenantId());
        const batch = (number: number, answer: readonly Employee[]) =>
          statementsFor(tenantIds.flatMap((tenantId) => snapshot({ tenantId, number }, answer)));
        counts.push([
          await batch(1, employees),
          await batch(2, nextAnswer(employees)),
          await statementsFor(
            tenantIds.flatMap((tenantId) => unchanged({ tenantId, number: 3 }, nextAnswer(employees))),
          ),
        ]);
      }
      expect(counts[1]).toEqual(counts[0]);
    });

    it('a company that is larger than one slice is applied whole, in order', async () => {
      const tenantId = aTenantId();
      const employees = company(13_000);
      const sync = { tenantId, number: 1 };
      const rows = employeeRows(sync, employees);
      for (let from = 0; from < rows.length; from += 2_000) await reconciler.deliver(rows.slice(from, from + 2_000));
      await reconciler.deliver([completed(sync, employees)]);
      const said = await reconciler.said(tenantId);
      expect(said).toHaveLength(13_002);
      expect(said[0]?.type).toBe(PlanMade.type);
      expect(said.at(-1)?.data).toEqual({ number: 1, count: 13_000 });
      const ids = said.slice(1, -1).map(({ data }) => (data as { employee: Employee }).employee.employeeId);
      expect(ids).toEqual(employees.map(({ employeeId }) => employeeId).sort());
    });
  });
});
