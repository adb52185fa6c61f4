import { EmployeeSnapshot, isEvent, SnapshotCompleted } from '@people-sync/contracts';
import { describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { listing, says, worker } from '../rig/fake-peoplehr.testkit';
import { FetcherRig } from '../rig/fetcher-rig.testkit';

const DAY_MS = 86_400_000;
/** Everything but the date goes on as it is. */
const timers = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

describeReal('postgres')('a fetcher whose clock is 60 days ahead', () => {
  let database: TestDatabase;
  let rig: FetcherRig;
  beforeAll(async () => {
    database = await provideTestDatabase();
    rig = await FetcherRig.open(database.url, eventually);
  });
  afterEach(() => {
    jest.useRealTimers();
    return rig.stop();
  });
  afterAll(async () => {
    await rig.close();
    await database.drop();
  });

  it('says when the answer was taken by the clock of the database, and lets the same fields of leavers out', async () => {
    const day = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
    const leaver = worker('PW2', { EmployeeStatus: { DisplayValue: '2' }, LeavingDate: { DisplayValue: day(1) } });
    const tenant = rig.tenant(says(listing(worker('PW1'), leaver)));
    const before = await databaseTime();
    jest.useFakeTimers({ now: Date.now() + 60 * DAY_MS, doNotFake: [...timers] });
    await rig.start();
    await rig.request(tenant);
    const events = await rig.ended(tenant);
    jest.useRealTimers();
    const [answer] = events.filter((event) => isEvent(SnapshotCompleted, event)).map(({ data }) => data);
    const [taken, asked] = [answer?.takenAt, answer?.requestedAt].map((at) => Date.parse(at ?? ''));
    expect(asked).toBeGreaterThanOrEqual(before);
    expect(taken).toBeGreaterThanOrEqual(asked ?? 0);
    expect(taken).toBeLessThanOrEqual(await databaseTime());
    const employees = events.filter((event) => isEvent(EmployeeSnapshot, event)).map(({ data }) => data.employee);
    expect(employees.map(({ firstName }) => firstName !== null)).toEqual([true, true]);
  });

  async function databaseTime(): Promise<number> {
    const { rows } = await rig.sql.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return rows[0]?.now.getTime() ?? 0;
  }
});
