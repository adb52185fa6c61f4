import { aTenantId, describeCluster, Installation, kubectl, resources } from '@people-sync/testing';
import { Customer } from '../doors/customer.client';
import { query } from '../doors/event-trail';

/** What the cluster itself writes into every namespace, and about what happens there. */
const ofTheCluster = ['Event', 'Endpoints', 'EndpointSlice', 'ServiceAccount default', 'ConfigMap kube-root-ca.crt'];

describeCluster()('PeopleSync, uninstalled', () => {
  let on: Installation;

  beforeAll(async () => {
    on = await Installation.prepare('uninstall');
  });
  afterAll(() => on.remove());

  /** Everything in the namespace, of every kind that the cluster knows. */
  const everything = async (): Promise<string[]> => {
    const kinds = await kubectl('api-resources', '--namespaced', '--verbs=list', '--output=name');
    const all = await resources(kinds.trim().split('\n').join(','), '--namespace', on.namespace);
    return all
      .filter(({ metadata }) => metadata.ownerReferences === undefined)
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
      .filter((name) => !ofTheCluster.includes(name) && !ofTheCluster.includes(name.split(' ')[0] ?? ''))
      .sort();
  };

  it('leaves what was there before, the record of its provisioning, and the customers’ data', async () => {
    const before = await everything();
    const one = { replicas: 1 };
    const values = {
      gateway: one,
      credentials: one,
      peoplehrFetcher: one,
      reconciler: one,
      wethriveWriter: one,
      audit: one,
    };
    await on.helm('install', values);
    const customer = await Customer.create(on, aTenantId(), { employees: 3, seed: 1 });
    await customer.mustConnect();
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: 3 } });

    await on.helmOfRelease('uninstall', on.release, '--wait', '--timeout', '5m');

    expect(await everything()).toEqual([...before, 'Job people-sync-provision'].sort());
    expect(await query(on, 'SELECT count(*)::int AS people FROM writer.people')).toEqual([{ people: 3 }]);
    await on.helm('install', values);
    expect((await customer.people()).size).toBe(3);
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { unchanged: 3 } });
  });
});
