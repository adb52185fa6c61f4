import { describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { listing, says, worker } from '../rig/fake-peoplehr.testkit';
import { FetcherRig, nameOf } from '../rig/fetcher-rig.testkit';

jest.setTimeout(120_000);

const TOPIC = 'peoplesync.requests';

describeReal('postgres')('a request that the fetcher cannot read', () => {
  let database: TestDatabase;
  let rig: FetcherRig;
  let parking: Awaited<ReturnType<FetcherRig['parkingOf']>>;
  beforeAll(async () => {
    database = await provideTestDatabase();
    rig = await FetcherRig.open(database.url, eventually);
    parking = await rig.parkingOf(await rig.start());
  });
  afterAll(async () => {
    parking.close();
    await rig.close();
    await database.drop();
  });

  it('waits at a door, with the one behind it, until somebody leaves it out; then PeopleHR is read', async () => {
    const tenant = rig.tenant(says(listing(worker('PW1'))));
    await rig.requestOfNewerGateway(tenant);
    await rig.taken(await rig.request(tenant, { number: 2 }));
    const { tenantId } = tenant;
    const all = async () => (await parking.listParked({ limit: 0, cursor: '' })).streams;
    expect(await all()).toMatchObject([{ topic: TOPIC, tenantId, code: 'newer-version', waiting: 2, shed: 0 }]);
    await expect(parking.retryParked({ topic: TOPIC, tenantId, actor: 'grace' })).rejects.toMatchObject({
      reason: 'still-parked',
    });
    expect(await rig.events(tenant)).toEqual([]);
    expect(await parking.skipParked({ topic: TOPIC, tenantId, actor: 'grace' })).toEqual({ skipped: 1, flows: true });
    expect((await rig.ended(tenant)).map(nameOf).at(-1)).toBe('snapshot.completed');
    expect(await all()).toEqual([]);
  });
});
