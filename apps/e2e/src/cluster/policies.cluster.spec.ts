import {
  apply,
  type Component,
  components,
  describeCluster,
  eventually,
  Installation,
  isReady,
  kubectl,
} from '@people-sync/testing';
import { addressOf, callerPod, type Target, reachedFrom } from './reach.client';

const PATIENCE_MS = 180_000;

/** Beside its own door, each service has one for metrics. */
const doors: readonly Target[] = [
  { name: 'gateway http', host: 'gateway', port: 8080 },
  ...components.flatMap((name) => [
    { name: `${name} grpc`, host: name, port: 50051 },
    { name: `${name} management`, host: name, port: 9464 },
  ]),
];

const everywhere = ['dns', 'kafka', 'postgresql'];
const peers = (...names: readonly Component[]): string[] => names.map((name) => `${name} grpc`);

/** Every way that is meant to be open, by who goes it; docs/operations.md lists the same. */
const open: Readonly<Record<Component, readonly string[]>> = {
  gateway: [...everywhere, ...peers('credentials', 'reconciler', 'wethrive-writer', 'peoplehr-fetcher')],
  credentials: [...everywhere, 'api server', 'peoplehr'],
  'peoplehr-fetcher': [...everywhere, 'api server', 'peoplehr', ...peers('credentials')],
  reconciler: [...everywhere, 'api server'],
  'wethrive-writer': [...everywhere, 'api server'],
};

const outside = ['api server', 'dns', 'kafka', 'neighbour', 'peoplehr', 'postgresql'];
const publicDoors = ['gateway grpc', 'gateway http'];

describeCluster()('the pods of PeopleSync, held by NetworkPolicies and Pod Security', () => {
  let on: Installation;

  beforeAll(async () => {
    on = await Installation.prepare('policies');
    await on.helm('install');
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'monitoring' } };
    await apply(namespace);
    for (const name of ['default', 'monitoring']) {
      await eventually(() => kubectl('--namespace', name, 'get', 'serviceaccount', 'default'), PATIENCE_MS);
    }
    const callers = [
      ['default', 'neighbour'] as const,
      ['monitoring', 'prometheus'] as const,
      ['policies', 'stranger'] as const,
    ];
    await apply(...callers.map(([space, name]) => callerPod(space, name)));
    for (const [space, name] of callers)
      await kubectl('--namespace', space, 'wait', '--for=condition=Ready', `pod/${name}`, '--timeout=3m');
  });
  afterAll(async () => {
    await kubectl('--namespace', 'default', 'delete', 'pod', 'neighbour', '--ignore-not-found');
    await kubectl('delete', 'namespace', 'monitoring', '--ignore-not-found');
    await on.remove();
  });

  /** Every door of every pod of the matrix; a service's is the last of its pods, so that the first asks another. */
  const places = async (): Promise<Target[]> => {
    const hosts = new Map<string, string>();
    for (const component of components) hosts.set(component, (await on.pods(component)).at(-1)?.status.podIP ?? '');
    return [
      ...doors.map(({ host, ...door }) => ({ ...door, host: hosts.get(host) ?? '' })),
      { name: 'postgresql', host: await addressOf('postgres', 'app=postgres'), port: 5432 },
      { name: 'kafka', host: await addressOf('kafka', 'app=kafka'), port: 9092 },
      { name: 'peoplehr', host: await addressOf('peoplehr', 'app=peoplehr'), port: 4010 },
      { name: 'dns', host: await addressOf('kube-system', 'k8s-app=kube-dns'), port: 53 },
      { name: 'api server', host: 'kubernetes.default.svc.cluster.local', port: 443 },
      { name: 'neighbour', host: await addressOf('default', 'app=neighbour'), port: 8080 },
    ];
  };
  const reached = async (
    namespace: string,
    pod: string,
    wanted: readonly string[],
    isAsked: (name: string) => boolean = () => true,
  ): Promise<void> => {
    const all = (await places()).filter(({ name }) => isAsked(name));
    await eventually(
      async () => expect(await reachedFrom(namespace, pod, all)).toEqual([...wanted].sort()),
      PATIENCE_MS,
    );
  };

  // What the gateway's policy lets in, this node's controller lets its own pods send, too: it keeps one list for both.
  const ofItself = (component: Component, name: string): boolean =>
    component === 'gateway' && publicDoors.includes(name);

  it.each(components)('%s can connect to what it needs, and to nothing else', async (component) => {
    const [pod] = await on.pods(component);
    const isAsked = (name: string): boolean => !ofItself(component, name);
    await reached(on.namespace, pod?.metadata.name ?? '', open[component], isAsked);
  });

  it('a stranger, next door or in the same namespace, gets to the gateway’s two public doors and no further', async () => {
    await reached(on.namespace, 'stranger', [...outside, ...publicDoors]);
    await reached('default', 'neighbour', [...outside, ...publicDoors]);
  });

  it('whoever collects metrics reaches those of every service beside that', async () => {
    const metrics = components.map((name) => `${name} management`);
    await reached('monitoring', 'prometheus', [...outside, ...publicDoors, ...metrics]);
  });

  it('the same pods are let through once the policies are gone, so it is they that hold', async () => {
    await on.helm('upgrade', { networkPolicy: { enabled: false } });
    const all = (await places()).map(({ name }) => name);
    await reached('default', 'neighbour', all);
    await on.helm('upgrade');
    await reached('default', 'neighbour', [...outside, ...publicDoors]);
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
    for (const component of components) {
      const [pod] = await on.pods(component);
      const said = await on.kubectl('exec', pod?.metadata.name ?? '', '--', 'node', '-e', script);
      expect([component, JSON.parse(said)]).toEqual([
        component,
        { uid: '10001', bounds: '0000000000000000', noNew: '1', seccomp: '2', written: ['/tmp/x'] },
      ]);
    }
  });

  it('are refused as soon as they ask for more than restricted allows', async () => {
    const host = { extraVolumes: [{ name: 'host', hostPath: { path: '/' } }] };
    const asking = on.helm('upgrade', { reconciler: host }, '--timeout', '30s');
    await expect(asking).rejects.toThrow(/violates PodSecurity "restricted:latest"/);
    const pods = await on.pods('reconciler');
    expect(pods.filter(isReady).length).toBeGreaterThan(0);
    await on.helm('upgrade');
  });
});
