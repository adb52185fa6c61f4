/// <reference types="jest" />
import { execFile } from 'node:child_process';

const LARGEST_OUTPUT = 64 * 2 ** 20;

/**
 * `describe` for a suite that runs inside the Kubernetes node which `npm run test:cluster` starts. Without one the suite
 * is skipped, loudly; with REQUIRE_REAL_PARTS=1 (CI) it fails instead.
 */
export function describeCluster(): jest.Describe {
  if (process.env['CLUSTER_NODE'] !== undefined) return describe;
  const said = 'there is no Kubernetes node around Jest: npm run test:cluster';
  if (process.env['REQUIRE_REAL_PARTS'] === '1') throw new Error(said);
  process.stderr.write(`\n!!! ${expect.getState().testPath ?? 'a suite'} is skipped: ${said}\n`);
  return describe.skip;
}

/** Runs a program on the node and returns what it printed. @throws with what it said if it fails */
export function onNode(program: string, args: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...args], { maxBuffer: LARGEST_OUTPUT }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(' ')}: ${stderr}${stdout}`, { cause: error }));
      else resolve(stdout);
    });
    child.stdin?.end(input);
  });
}

/** Asks or tells the cluster as its administrator. */
export const kubectl = (...args: readonly string[]): Promise<string> => onNode('kubectl', args);

/** What the cluster has of it, parsed. */
export async function resources<T = Resource>(...args: readonly string[]): Promise<T[]> {
  return (JSON.parse(await kubectl('get', ...args, '-o', 'json')) as { items: T[] }).items;
}

/** Makes or changes resources. */
export async function apply(...wanted: readonly object[]): Promise<void> {
  await onNode('kubectl', ['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: wanted }));
}

/** As much of a resource as every kind has. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
}

/** As much of a pod as tests look at. */
export interface Pod extends Resource {
  readonly spec: { readonly containers: readonly { readonly name: string; readonly image: string }[] };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly {
      readonly containerID?: string;
      readonly restartCount: number;
      readonly ready: boolean;
    }[];
  };
}

/** Whether a pod gets calls. */
export const isReady = (pod: Pod): boolean =>
  pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
