import { join } from 'node:path';
import {
  aTenantId,
  apply,
  callGateway,
  type Component,
  components,
  describeCluster,
  eventually,
  Installation,
  isReady,
  kubectl,
} from '@people-sync/testing';
import { Customer } from '../doors/customer.client';
import { query } from '../doors/event-trail';
import { Manual } from './manual';
import { addressOf, callerPod, type Target, reachedFrom } from './reach.client';
import { around, doors, isOfItself, open, outside, publicDoors } from './ways';

const PATIENCE_MS = 180_000;
const namespace = join(__dirname, '..', '..', '..', '..', 'k8s', 'namespace.yaml');
const readme = new Manual('helm/people-sync/README.md');
const guide = new Manual('docs/operations.md');

// One installation for all of it: nothing in here changes what another test looks at, and what is changed is put back.
describeCluster()('PeopleSync, installed by its chart as its README says', () => {
  let on: Installation;

  beforeAll(async () => {
    on = await Installation.prepare('people-sync');
    // Beside Pod Security it closes the network for whatever no policy names.
    await kubectl('apply', '--filename', namespace);
    await on.helmAsWritten(readme.line('helm upgrade --install'));
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
    expect(await customer.sync()).toMatchObject({ status: 'completed', seen: 120, applied: { joined: 120 } });
    expect((await customer.people()).size).toBe(120);
    const request = { tenant: customer.tenant, limit: 200 };
    const { items, total } = await callGateway(on.grpc, on.token, 'ListPeople', request);
    expect([items, total]).toMatchObject([{ length: 120 }, 120]);
  });

  it('passes its own test', async () => {
    await on.helmAsWritten(readme.line('helm test'));
  });

  it('starts no pod beside it that is not restricted', async () => {
    const start = on.kubectl('run', 'loose', '--image=localhost/caller:1', '--restart=Never');
    await expect(start).rejects.toThrow('violates PodSecurity "restricted:latest"');
  });

  it('is realigned after a restore by the commands of the operations guide, and goes on', async () => {
    const customer = await Customer.create(on, aTenantId(), { employees: 40, seed: 2 });
    await customer.mustConnect();
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: 40 } });
    const epochs = async (): Promise<number[]> => {
      const rows = await query<{ epoch: number }>(on, 'SELECT DISTINCT epoch FROM writer.event_stream');
      return rows.map(({ epoch }) => epoch);
    };
    const before = await epochs();

    await on.shellAsWritten(guide.line('kubectl -n people-sync scale deployment --replicas=0'));
    await eventually(async () => {
      const pods = await on.kubectl('get', 'pods', '--selector', on.podSelector, '--output', 'name');
      expect(pods).toBe('');
    }, PATIENCE_MS);
    const said = await on.shellAsWritten(guide.block('"--realign"'));
    expect(said).toMatch(/are of one moment; \d+ events will be published again\n$/);
    await on.helmAsWritten(readme.line('helm upgrade --install'));

    for (const epoch of await epochs()) expect(epoch).toBeGreaterThan(Math.max(...before));
    for (const component of components) {
      const pods = await on.pods(component);
      expect([component, pods.map(isReady)]).toEqual([component, [true, true]]);
    }
    const changed = await customer.changeInPeopleHr(0.25, 'jobRole', 'Kiln Technician');
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { changed, joined: 0, left: 0 } });
    expect((await customer.people()).size).toBe(40);
  });

  describe('has pods which, held by NetworkPolicies and Pod Security,', () => {
    const callers = [
      ['default', 'neighbour'],
      ['monitoring', 'prometheus'],
      ['people-sync', 'stranger'],
    ] as const;
    /** Every door of every pod of the matrix; a service's is the last of its pods, so that the first asks another. */
    let places: Target[];
    /** The same for each service, at once. */
    const connecting = new Map<Component, Promise<void>>();

    beforeAll(async () => {
      // What the chart itself closes is looked at: the namespace's own policy would close everything for a stranger.
      await on.kubectl('delete', 'networkpolicy', 'default-deny');
      await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'monitoring' } });
      for (const name of ['default', 'monitoring']) {
        await eventually(() => kubectl('--namespace', name, 'get', 'serviceaccount', 'default'), PATIENCE_MS);
      }
      await apply(...callers.map(([space, name]) => callerPod(space, name)));
      for (const [space, name] of callers)
        await kubectl('--namespace', space, 'wait', '--for=condition=Ready', `pod/${name}`, '--timeout=3m');

      const hosts = new Map<string, string>();
      for (const component of components) hosts.set(component, (await on.pods(component)).at(-1)?.status.podIP ?? '');
      places = [
        ...doors.map(({ host, ...door }) => ({ ...door, host: hosts.get(host) ?? '' })),
        ...(await around()),
        { name: 'neighbour', host: await addressOf('default', 'app=neighbour'), port: 8080 },
      ];
      for (const component of components) {
        const [pod] = await on.pods(component);
        const isAsked = (name: string): boolean => !isOfItself(component, name);
        const going = reached(on.namespace, pod?.metadata.name ?? '', open[component], isAsked);
        // It is the test of this service that fails by it.
        going.catch(() => undefined);
        connecting.set(component, going);
      }
    });
    afterAll(async () => {
      await kubectl('--namespace', 'default', 'delete', 'pod', 'neighbour', '--ignore-not-found', '--wait=false');
      await kubectl('delete', 'namespace', 'monitoring', '--ignore-not-found', '--wait=false');
    });

    const reached = (
      space: string,
      pod: string,
      wanted: readonly string[],
      isAsked: (name: string) => boolean = () => true,
    ): Promise<void> => {
      const all = places.filter(({ name }) => isAsked(name));
      return eventually(
        async () => expect(await reachedFrom(space, pod, all)).toEqual([...wanted].sort()),
        PATIENCE_MS,
      );
    };
    const everywhere = [...outside, ...publicDoors];

    it.each(components)('%s can connect to what it needs, and to nothing else', (component) =>
      connecting.get(component),
    );

    it('a stranger, next door or in the same namespace, gets to the gateway’s two public doors and no further', async () => {
      await Promise.all([reached(on.namespace, 'stranger', everywhere), reached('default', 'neighbour', everywhere)]);
    });

    it('whoever collects metrics reaches those of every service beside that', async () => {
      const metrics = components.map((name) => `${name} management`);
      await reached('monitoring', 'prometheus', [...everywhere, ...metrics]);
    });

    it('the same pods are let through once the policies are gone, so it is they that hold', async () => {
      await on.helm('upgrade', { networkPolicy: { enabled: false } }, '--no-hooks');
      await reached(
        'default',
        'neighbour',
        places.map(({ name }) => name),
      );
      await on.helm('upgrade', {}, '--no-hooks');
      await reached('default', 'neighbour', everywhere);
    });

    it('run as an ordinary user, with no rights, and can write to nothing but /tmp', async () => {
      const script = `
        const { readFileSync, writeFileSync } = require('node:fs');
        const status = readFileSync('/proc/1/status', 'utf8');
        const of = (name) => new RegExp(name + ':\\\\s+(\\\\S+)').exec(status)[1];
        const written = ['/x', '/app/x', '/run/x', '/etc/x', '/tmp/x'].filter((file) => {
          try { writeFileSync(file, 'x'); return true; } catch { return false; }
        });
        console.log(JSON.stringify({ uid: of('Uid'), bounds: of('CapBnd'), noNew: of('NoNewPrivs'), seccomp: of('Seccomp'), written }));`;
      const said = components.map(async (component) => {
        const [pod] = await on.pods(component);
        const printed = await on.kubectl('exec', pod?.metadata.name ?? '', '--', 'node', '-e', script);
        return [component, JSON.parse(printed)] as const;
      });
      const held = { uid: '10001', bounds: '0000000000000000', noNew: '1', seccomp: '2', written: ['/tmp/x'] };
      expect(await Promise.all(said)).toEqual(components.map((component) => [component, held]));
    });

    it('are refused as soon as they ask for more than restricted allows', async () => {
      const host = { extraVolumes: [{ name: 'host', hostPath: { path: '/' } }] };
      const asking = on.helm('upgrade', { reconciler: host }, '--no-hooks', '--timeout', '15s');
      await expect(asking).rejects.toThrow(/violates PodSecurity "restricted:latest"/);
      const pods = await on.pods('reconciler');
      expect(pods.filter(isReady).length).toBeGreaterThan(0);
      await on.helm('upgrade');
    });
  });
});
