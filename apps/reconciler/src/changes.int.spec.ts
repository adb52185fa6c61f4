import {
  anEmployee,
  aTenantId,
  type Changes,
  changesRules,
  describeReal,
  keepsRules,
  provideTestDatabase,
  type TestDatabase,
} from '@people-sync/testing';
import { CompanyUnderTest, staff } from './company.testkit';
import { ReconcilerTestkit } from './reconciler.testkit';

describeReal('postgres')('what the reconciler says to the writer', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const [ines, omar] = [anEmployee({ employeeId: 'PW1' }), anEmployee({ employeeId: 'PW2' })];
  const changes: Changes = {
    life: async () => {
      const company = new CompanyUnderTest(reconciler, aTenantId());
      await company.sync([ines, omar]);
      const later = [
        { ...ines, jobRole: 'Kiln Lead' },
        { ...omar, status: '2' },
      ];
      await company.sync(later);
      await company.sync(later);
      return reconciler.said(company.tenantId);
    },
    approvedForNobody: async () => {
      const company = new CompanyUnderTest(reconciler, aTenantId());
      const people = staff(anEmployee, 20);
      await company.sync(people);
      const held = await company.sync([...people, ...staff(anEmployee, 11, 100)]);
      const { items } = await company.plan(held);
      await company.approve(
        held,
        items.map(({ personId }) => personId),
      );
      return reconciler.said(company.tenantId);
    },
  };
  keepsRules(changesRules, () => changes);
});
