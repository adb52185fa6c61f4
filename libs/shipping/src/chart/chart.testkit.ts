import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';

export const root = join(__dirname, '../../../..');
const chart = join(root, 'helm/people-sync');

export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly Variable[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly resources: { readonly requests?: object; readonly limits?: Readonly<Record<string, string>> };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly [more: string]: unknown;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly serviceAccountName: string;
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly volumes: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[];
  readonly terminationGracePeriodSeconds?: number;
  readonly [more: string]: unknown;
}

/** One object that Kubernetes would get. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind has another; tests look into it
  readonly spec?: any;
  readonly data?: Readonly<Record<string, string>>;
}

/** The values files of the matrix, by name. */
export const matrix = readdirSync(join(chart, 'ci'))
  .filter((name) => name.endsWith('-values.yaml'))
  .map((name) => name.replace('-values.yaml', ''));

/** What runs with the values of the matrix: every service by itself, or all in one. */
export const runningWith = (values: string): readonly string[] =>
  values === 'single'
    ? ['single']
    : ['gateway', 'credentials', 'peoplehr-fetcher', 'reconciler', 'wethrive-writer', 'audit'];

const valuesFile = (name: string): string => join(chart, 'ci', `${name}-values.yaml`);

export interface Rendering {
  readonly release?: string;
  readonly namespace?: string;
  /** Of the matrix; `min` without it. */
  readonly values?: string;
  /** As after `--set-json`: `{ 'gateway.replicas': 3 }`. */
  readonly set?: Readonly<Record<string, unknown>>;
}

/** The chart as helm sees it. */
export class Chart {
  /** @param tools the folder with helm. */
  constructor(private readonly tools: string) {}

  /** @throws Error with what helm says. */
  async helm(...words: readonly string[]): Promise<string> {
    const limits = { maxBuffer: 64 * 1024 * 1024 };
    return (await promisify(execFile)(join(this.tools, 'bin/helm'), [...words], limits)).stdout;
  }

  lint(values: string): Promise<string> {
    return this.helm('lint', '--strict', '--quiet', chart, '--values', valuesFile(values));
  }

  /** What the chart makes of these values, hooks and tests too. */
  async manifests(rendering: Rendering = {}): Promise<Manifest[]> {
    return manifestsIn(await this.text(rendering));
  }

  /** The same as text. */
  text({ release = 'r', namespace = 'ns', values = 'min', set = {} }: Rendering = {}): Promise<string> {
    return this.helm(
      ...['template', release, chart, '--namespace', namespace, '--values', valuesFile(values)],
      ...Object.entries(set).flatMap(([path, value]) => ['--set-json', `${path}=${JSON.stringify(value)}`]),
    );
  }

  /** What it says when it refuses these values; fails if it takes them. */
  async refusal(rendering: Rendering): Promise<string> {
    try {
      await this.text(rendering);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    throw new Error('the values are accepted');
  }
}

/** @throws Error for what is no YAML, or has a key twice. */
export function manifestsIn(text: string): Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [fault] = document.errors;
    if (fault) throw fault;
    const found = document.toJS() as Manifest | null;
    return found === null ? [] : [found];
  });
}

/** The one of this kind whose name ends so. */
export function theOne(manifests: readonly Manifest[], kind: string, ending: string): Manifest {
  const found = manifests.filter((manifest) => manifest.kind === kind && manifest.metadata.name.endsWith(ending));
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${found.length} of the kind ${kind} end with ${ending}`);
  return first;
}

interface HoldsPods {
  readonly template?: { readonly spec: PodSpec; readonly metadata: Manifest['metadata'] };
}

export const withPods = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ kind }) => ['Deployment', 'Job', 'Pod', 'StatefulSet', 'DaemonSet', 'CronJob'].includes(kind));

/** Of a Deployment, a Job or a Pod. */
export function podOf({ kind, spec }: Manifest): PodSpec {
  const pod = kind === 'Pod' ? (spec as PodSpec) : (spec as HoldsPods).template?.spec;
  if (!pod) throw new Error(`a ${kind} has no pod`);
  return pod;
}

/** The labels that its pods have. */
export const podLabelsOf = ({ kind, metadata, spec }: Manifest): Readonly<Record<string, string>> =>
  (kind === 'Pod' ? metadata : (spec as HoldsPods).template?.metadata)?.labels ?? {};

/** The only container of a pod. */
export function containerOf(manifest: Manifest): Container {
  const [container, ...more] = podOf(manifest).containers;
  if (!container || more.length > 0) throw new Error(`${manifest.metadata.name} has not one container`);
  return container;
}

/** The value, or where it is from. */
export const environmentOf = ({ env }: Container): Record<string, string> =>
  Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, value ?? JSON.stringify(valueFrom)]));
