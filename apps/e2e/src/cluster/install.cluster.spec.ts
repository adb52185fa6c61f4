import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  aTenantId,
  callGateway,
  components,
  describeCluster,
  Installation,
  isReady,
  kubectl,
} from '@people-sync/testing';
import { Customer } from '../doors/customer.client';

const root = join(__dirname, '..', '..', '..', '..');

/** The commands that the chart's README tells a platform team to give. */
const readme = readFileSync(join(root, 'helm', 'people-sync', 'README.md'), 'utf8');
const told = (beginning: string): string => {
  const line = readme.split('\n').find((text) => text.trim().startsWith(beginning));
  if (line === undefined) throw new Error(`the chart's README does not say ${beginning}`);
  return line.trim();
};

describeCluster()('PeopleSync, installed by its chart as its README says', () => {
  let on: Installation;

  beforeAll(async () => {
    on = await Installation.prepare('people-sync');
    // Beside Pod Security it closes the network for whatever no policy names.
    await kubectl('apply', '--filename', join(root, 'k8s', 'namespace.yaml'));
    await on.helmAsWritten(told('helm upgrade --install'));
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
    await on.helmAsWritten(told('helm test'));
  });

  it('starts no pod beside it that is not restricted', async () => {
    const start = on.kubectl('run', 'loose', '--image=localhost/caller:1', '--restart=Never');
    await expect(start).rejects.toThrow('violates PodSecurity "restricted:latest"');
  });
});
