import { type Component, components } from '@people-sync/testing';
import { addressOf, type Target } from './reach.client';

/** Beside its own door, each service has one for metrics. */
export const doors: readonly Target[] = [
  { name: 'gateway http', host: 'gateway', port: 8080 },
  ...components.flatMap((name) => [
    { name: `${name} grpc`, host: name, port: 50051 },
    { name: `${name} management`, host: name, port: 9464 },
  ]),
];

const everywhere = ['dns', 'kafka', 'postgresql'];
const peers = (...names: readonly Component[]): string[] => names.map((name) => `${name} grpc`);

/** Every way that is meant to be open, by who goes it; docs/operations.md lists the same. */
export const open: Readonly<Record<Component, readonly string[]>> = {
  gateway: [...everywhere, ...peers('credentials', 'reconciler', 'wethrive-writer', 'peoplehr-fetcher', 'audit')],
  credentials: [...everywhere, 'api server', 'peoplehr'],
  'peoplehr-fetcher': [...everywhere, 'api server', 'peoplehr', ...peers('credentials')],
  reconciler: [...everywhere, 'api server'],
  'wethrive-writer': [...everywhere, 'api server'],
  audit: [...everywhere, 'api server', ...peers('reconciler', 'wethrive-writer')],
};

/** What no policy of the chart keeps anybody from. */
export const outside = ['api server', 'dns', 'kafka', 'neighbour', 'peoplehr', 'postgresql'];

/** What anybody may go to. */
export const publicDoors = ['gateway grpc', 'gateway http'];

/** What the gateway's policy lets in, this node's controller lets its own pods send, too: it keeps one list for both. */
export const isOfItself = (component: Component, name: string): boolean =>
  component === 'gateway' && publicDoors.includes(name);

/** What stands around PeopleSync on the node. */
export const around = async (): Promise<Target[]> => [
  { name: 'postgresql', host: await addressOf('postgres', 'app=postgres'), port: 5432 },
  { name: 'kafka', host: await addressOf('kafka', 'app=kafka'), port: 9092 },
  { name: 'peoplehr', host: await addressOf('peoplehr', 'app=peoplehr'), port: 4010 },
  { name: 'dns', host: await addressOf('kube-system', 'k8s-app=kube-dns'), port: 53 },
  { name: 'api server', host: 'kubernetes.default.svc.cluster.local', port: 443 },
];
