import {
  aTenantId,
  callGateway,
  describeCluster,
  eventually,
  Installation,
  isReady,
  type Pod,
} from '@people-sync/testing';
import { Customer } from '../doors/customer.client';
import { reachedFrom } from './reach.client';
import { around } from './ways';

const PATIENCE_MS = 300_000;
const PEOPLE = 300;

describeCluster()('PeopleSync in mode single, installed by its chart', () => {
  let on: Installation;

  beforeAll(async () => {
    on = await Installation.prepare('single', 'single');
    await on.helm('install');
  });
  afterAll(() => on.remove());

  const bothReady = (): Promise<Pod[]> =>
    eventually(async () => {
      const pods = await on.pods();
      expect(pods.map(isReady)).toEqual([true, true]);
      return pods;
    }, PATIENCE_MS);

  it('runs two pods, both ready, at the addresses of mode distributed, and passes its own test', async () => {
    await bothReady();
    const customer = await Customer.create(on, aTenantId(), { employees: 120, seed: 1 });
    await customer.mustConnect();
    expect(await customer.sync()).toMatchObject({ status: 'completed', seen: 120, applied: { joined: 120 } });
    const request = { tenant: customer.tenant, limit: 200 };
    const { items, total } = await callGateway(on.grpc, on.token, 'ListPeople', request);
    expect([items, total]).toMatchObject([{ length: 120 }, 120]);
    await on.helmOfRelease('test', on.release, '--timeout', '5m');
  });

  it('ends the syncs that ran when a pod is killed, which comes back', async () => {
    const [victim, other] = await bothReady();
    const customers = await Promise.all(
      [1, 2, 3].map((seed) => Customer.create(on, aTenantId(), { employees: PEOPLE, seed })),
    );
    await Promise.all(customers.map((customer) => customer.mustConnect()));
    const syncs = await Promise.all(customers.map((customer) => customer.start()));
    await on.kill(victim!);
    for (const [index, customer] of customers.entries()) {
      const ended = await customer.ended(syncs[index]!.syncId, PATIENCE_MS);
      expect(ended).toMatchObject({ status: 'completed', applied: { joined: PEOPLE } });
    }
    const before = victim!.status.containerStatuses?.[0]?.restartCount ?? 0;
    // The node may take a moment to see that it is gone: the other one may have ended the syncs.
    const pods = await eventually(async () => {
      const ready = await bothReady();
      const again = ready.find(({ metadata }) => metadata.name === victim!.metadata.name);
      expect(again?.status.containerStatuses).toMatchObject([{ restartCount: before + 1 }]);
      return ready;
    }, PATIENCE_MS);
    expect(pods.map(({ metadata }) => metadata.name).sort()).toEqual(
      [victim, other].map((pod) => pod!.metadata.name).sort(),
    );
    expect(await customers[0]!.sync()).toMatchObject({ status: 'completed', applied: { unchanged: PEOPLE } });
  });

  it('lets its pods to their database and to PeopleHR, and to nothing else', async () => {
    const [pod, other] = await bothReady();
    const places = [
      ...(await around()),
      { name: 'management of the other', host: other!.status.podIP ?? '', port: 9464 },
    ];
    await eventually(
      async () =>
        expect(await reachedFrom(on.namespace, pod!.metadata.name, places)).toEqual(['dns', 'peoplehr', 'postgresql']),
      PATIENCE_MS,
    );
  });
});
