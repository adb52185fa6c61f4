import { ChangesCompleted, EmployeeAdded, EmployeeChanged, EmployeeLeft, PlanMade } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { ReconcilerHarness, snapshot, unchanged } from '../reconciler.harness';

describeReal('postgres')('a snapshot', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerHarness;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerHarness.start(database);
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const ines = anEmployee({ employeeId: 'PW1', firstName: 'Ines' });
  const omar = anEmployee({ employeeId: 'PW2', firstName: 'Omar' });
  const petra = anEmployee({ employeeId: 'PW3', firstName: 'Petra' });

  it('adds everybody the first time', async () => {
    const tenantId = aTenantId();
    await reconciler.deliver(snapshot({ tenantId, number: 1 }, [ines, omar]));
    const [plan] = await reconciler.saidOf(tenantId, PlanMade);
    expect(plan).toMatchObject({ outcome: 'applying', itemCount: 2, base: 0, counts: { seen: 2, joined: 2 } });
    const added = await reconciler.saidOf(tenantId, EmployeeAdded);
    expect(added.map(({ employee }) => employee)).toEqual([ines, omar]);
    expect(await reconciler.saidOf(tenantId, ChangesCompleted)).toEqual([{ number: 1, count: 2 }]);
  });

  it('says only that there is nothing to do when nothing changed', async () => {
    const tenantId = aTenantId();
    await reconciler.deliver(snapshot({ tenantId, number: 1 }, [ines, omar]));
    const before = await reconciler.said(tenantId);
    await reconciler.deliver(unchanged({ tenantId, number: 2 }, [ines, omar]));
    const said = (await reconciler.said(tenantId)).slice(before.length);
    expect(said.map(({ type }) => type)).toEqual([PlanMade.type]);
    expect(said[0]?.data).toMatchObject({ itemCount: 0, base: 1, counts: { seen: 2, unchanged: 2 } });
  });

  it('brings joiners, changes and leavers', async () => {
    const tenantId = aTenantId();
    await reconciler.deliver(snapshot({ tenantId, number: 1 }, [ines, omar]));
    const promoted = { ...ines, jobRole: 'Kiln Lead' };
    const gone = { ...omar, status: '2', leavingDate: '2026-02-27' };
    await reconciler.deliver(snapshot({ tenantId, number: 2 }, [promoted, gone, petra]));
    const said = await reconciler.said(tenantId);
    expect(said.slice(4).map(({ type }) => type)).toEqual([
      PlanMade.type,
      EmployeeLeft.type,
      EmployeeChanged.type,
      EmployeeAdded.type,
      ChangesCompleted.type,
    ]);
    expect(await reconciler.saidOf(tenantId, EmployeeLeft)).toMatchObject([
      { employee: gone, proof: 'leaver-status', sourceVersion: 2 },
    ]);
    expect(await reconciler.saidOf(tenantId, EmployeeChanged)).toMatchObject([
      { employee: promoted, changed: ['jobRole'], old: { jobRole: ines.jobRole }, sourceVersion: 2 },
    ]);
  });
});
