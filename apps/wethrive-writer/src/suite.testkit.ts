import { FakeReconciler } from './fake-reconciler.testkit';
import { WriterUnderTest } from './writer.testkit';

/** What a suite's writer runs on, and its tenants' names. */
export interface Parts {
  readonly provideTestDatabase: () => Promise<{ readonly url: string; readonly drop: () => Promise<void> }>;
  readonly aTenantId: () => string;
}

/** One writer for the tests of a suite, in a database of its own. */
export function withWriter(
  { provideTestDatabase }: Pick<Parts, 'provideTestDatabase'>,
  take: (writer: WriterUnderTest, databaseUrl: string) => void,
): void {
  let writer: WriterUnderTest;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const database = await provideTestDatabase();
    drop = () => database.drop();
    writer = await WriterUnderTest.open(database.url);
    take(writer, database.url);
  });
  afterAll(async () => {
    await writer.close();
    await drop();
  });
}

/** A writer, and a company with as many licences as it takes. */
export interface Company {
  readonly writer: WriterUnderTest;
  readonly reconciler: FakeReconciler;
  readonly tenantId: string;
  readonly databaseUrl: string;
}

/** The same, and before each test a new company. */
export function withCompany(parts: Parts, take: (here: Company) => void | Promise<void>): void {
  let writer: WriterUnderTest;
  let databaseUrl: string;
  withWriter(parts, (opened, url) => ([writer, databaseUrl] = [opened, url]));
  beforeEach(async () => {
    const reconciler = new FakeReconciler(parts.aTenantId());
    const { tenantId } = reconciler;
    await writer.seats(tenantId, null);
    await take({ writer, reconciler, tenantId, databaseUrl });
  });
}
