import { aTenantId, callGateway, components, describeCluster, Installation, isReady } from '@people-sync/testing';
import { Customer } from '../doors/customer.client';

describeCluster()('PeopleSync, installed by its chart', () => {
  let on: Installation;

  beforeAll(async () => {
    on = await Installation.prepare('install');
    await on.helm('install');
  });
  afterAll(() => on.remove());

  it('runs two pods of each service, every one of them ready', async () => {
    for (const component of components) {
      const pods = await on.pods(component);
      expect([component, pods.map(isReady)]).toEqual([component, [true, true]]);
    }
  });

  it('brings the 120 people of a customer who connects into the People table, seen over HTTP and gRPC', async () => {
    const customer = await Customer.create(on, aTenantId(), { employees: 120, seed: 1 });
    await customer.mustConnect();
    expect(await customer.sync()).toMatchObject({ status: 'completed', counts: { seen: 120, joined: 120 } });
    expect((await customer.people()).size).toBe(120);
    const request = { tenant: customer.tenant, limit: 200 };
    const { items, total } = await callGateway(on.grpc, on.token, 'ListPeople', request);
    expect([items, total]).toMatchObject([{ length: 120 }, 120]);
  });

  it('passes its own test', async () => {
    await on.helmOfRelease('test', on.release, '--timeout', '5m');
  });
});
