import { describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { listing, says, worker } from '../rig/fake-peoplehr.testkit';
import { FetcherRig, nameOf, type RigTenant } from '../rig/fetcher-rig.testkit';

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
    await rig.unreadableRequest(tenant);
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

  const skip = ({ tenantId }: RigTenant) => parking.skipParked({ topic: TOPIC, tenantId, actor: 'grace' });
  const damages: readonly [string, ((json: string) => string) | undefined][] = [
    ['of a newer gateway', undefined],
    ['broken off', (json) => json.slice(0, -3)],
    ['with a field that there is not', (json) => json.replace('"mode":"apply"', '"mode":"dice"')],
  ];

  it.each(damages)('(%s) ends its sync as soon as it is left out, and PeopleHR is not asked', async (_what, damage) => {
    const tenant = rig.tenant(says(listing(worker('PW1'))));
    await rig.taken(await rig.unreadableRequest(tenant, 7, damage));
    expect(await skip(tenant)).toEqual({ skipped: 1, flows: true });
    expect(await rig.ended(tenant)).toMatchObject([
      { syncId: tenant.syncId, data: { number: 7, attempt: 1, reason: 'request-left-out' } },
    ]);
    expect(rig.peopleHr.calls(tenant.apiKey)).toBe(0);
    // The next one is read.
    await rig.request(tenant, { number: 8 });
    expect((await rig.ended(tenant, 2)).map(nameOf).at(-1)).toBe('snapshot.completed');
  });

  it('ends nothing of a newer sync, nor anything if it does not say of which sync it is', async () => {
    const tenant = rig.tenant(says(listing(worker('PW1'))), says(listing(worker('PW1'))));
    await rig.request(tenant, { number: 5 });
    await rig.ended(tenant);
    await rig.taken(await rig.unreadableRequest(tenant, 4));
    await skip(tenant);
    await rig.taken(await rig.unreadableRequest(tenant, 6, () => '{'));
    await skip(tenant);
    expect((await rig.job(tenant, 'done')).attempt).toBe(1);
    await rig.request(tenant, { number: 7 });
    expect((await rig.ended(tenant, 2)).map(nameOf)).not.toContain('snapshot.failed');
  });
});
