import { isReady, kubectl, type Pod, resources } from '@people-sync/testing';

/** Somewhere that a pod may try to connect to. */
export interface Target {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** Of a pod that gets calls; empty if there is none. */
export async function addressOf(namespace: string, selector: string): Promise<string> {
  const pods = await resources<Pod>('pods', '--namespace', namespace, '--selector', selector);
  return pods.find(isReady)?.status.podIP ?? '';
}

/** Runs inside a pod: tries every place at once and prints the names of those that answered. */
const TRY = `
const { connect } = require('node:net');
const places = JSON.parse(process.argv[1]);
const answers = ({ host, port }) => new Promise((resolve) => {
  const socket = connect({ host, port });
  const done = (yes) => { socket.destroy(); resolve(yes); };
  socket.setTimeout(4000, () => done(false)).on('connect', () => done(true)).on('error', () => done(false));
});
Promise.all(places.map(async (place) => ((await answers(place)) ? [place.name] : []))).then((all) => console.log(JSON.stringify(all.flat())));
`;

/** The names of the places that a pod can open a connection to, sorted. */
export async function reachedFrom(namespace: string, pod: string, places: readonly Target[]): Promise<string[]> {
  const command = ['node', '-e', TRY, JSON.stringify(places)];
  const printed = await kubectl('--namespace', namespace, 'exec', pod, '--', ...command);
  return (JSON.parse(printed) as string[]).sort();
}

/** A pod that does nothing but let others try to connect from it, and to it on port 8080. */
export const callerPod = (namespace: string, name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { app: name } },
  spec: {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'caller',
        image: 'localhost/caller:1',
        command: ['node', '-e', "require('node:http').createServer((_, r) => r.end('ok')).listen(8080)"],
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  },
});
