import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartTools, describeReal } from '@people-sync/testing';
import { Chart, type Rendering, root } from './chart.testkit';
import { type ChartValue, valuesIn } from './values-file';

const folder = join(root, 'helm/people-sync');
const values = valuesIn(readFileSync(join(folder, 'values.yaml'), 'utf8'));

/** Those that have no other values in them. */
const leavesOf = (found: readonly ChartValue[]): ChartValue[] =>
  found.flatMap((value) => (value.inner ? leavesOf(value.inner) : [value]));

/** Another value than the one it has, of its kind. */
function otherThan({ fallback, told }: ChartValue): unknown {
  const choices = told['enum'] as unknown[] | undefined;
  if (choices) return choices.find((choice) => choice !== fallback && choice !== '');
  if (typeof fallback === 'boolean') return !fallback;
  if (typeof fallback === 'number') return fallback + 1;
  if (typeof fallback === 'string') return other(fallback);
  return undefined;
}

function other(text: string): string {
  if (/^https?:/.test(text)) return 'https://other.example/x';
  return /^\d+(Gi|Mi|m|s|h)$/.test(text) ? `9${text}` : 'other';
}

/** What must be said too, for a value to matter; by the beginning of its path. */
const settings: readonly (readonly [RegExp, Rendering])[] = [
  [/^kafka\.(tls\.enabled|sasl\.mechanism)$/, {}],
  [
    /^postgresql\.cnpg\.enabled$/,
    { set: { 'postgresql.host': '', 'postgresql.admin.existingSecret': '', 'migrations.mode': 'job' } },
  ],
  [/^mode$/, { set: { 'kafka.brokers': '' } }],
  [/^single\./, { values: 'single' }],
  [/^(externalSecrets|postgresql\.cnpg|kafka\.strimzi)\./, { values: 'operators' }],
  [/^gateway\.|^metrics\.(serviceMonitor|rules|dashboards)\.|^tracing\./, { values: 'prod' }],
  [/autoscaling/, { values: 'prod' }],
  [/^metrics\.podMonitor\./, { values: 'gitops' }],
  [/^kafka\.tls\./, { values: 'tls' }],
  [/^kafka\.sasl\./, { values: 'operators' }],
  [/^auth\.jwks\.(configMap|key)$/, { values: 'tls' }],
  [/^postgresql\.ca/, { values: 'prod' }],
  [/./, {}],
];

/** Files whose labels are chosen: nothing to choose where there are none. */
const isThere = (name: string): boolean =>
  ['alerts', 'dashboards'].every(
    (files) => !name.startsWith(`metrics.${files === 'alerts' ? 'rules' : files}.`) || existsSync(join(folder, files)),
  );

/** As the example cannot say it: a value that is left out by itself, or would be refused. */
const examples: Readonly<Record<string, unknown>> = {
  commonLabels: { a: 'b' },
  commonAnnotations: { a: 'b' },
  'image.digest': `sha256:${'0'.repeat(64)}`,
  'image.pullSecrets': ['a'],
  'auth.jwks.url': 'https://other.example:8443/jwks.json',
  publicOrigin: 'https://other.example',
  'externalSecrets.secrets': [{ name: 'other', data: { a: { key: 'b' } } }],
  'externalSecrets.refreshInterval': '9h',
  'postgresql.cnpg.resources': { limits: { memory: '2Gi' } },
  'postgresql.cnpg.parameters': { work_mem: '8MB' },
  'kafka.brokers': 'other:9093',
  'kafka.sasl.username': 'other-{service}',
  'kafka.sasl.mechanism': 'scram-sha-512',
  'topics.mode': 'none',
  'defaults.egress': { kafka: false },
  'gateway.autoscaling.minReplicas': 4,
  'tracing.endpoint': 'http://other:4318',
  'kafka.strimzi.users': false,
  'networkPolicy.destinations': { dns: { ports: [{ port: 5353, protocol: 'UDP' }] } },
  'networkPolicy.metricsFrom': [],
  extraObjects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }],
  'defaults.extraEnv': [{ name: 'A', value: 'b' }],
  'defaults.extraEnvFrom': [{ configMapRef: { name: 'a' } }],
  'defaults.extraVolumes': [{ name: 'a', emptyDir: {} }],
  'defaults.extraVolumeMounts': [{ name: 'tmp', mountPath: '/a' }],
  'defaults.tolerations': [{ key: 'a' }],
  'defaults.topologySpreadConstraints': [],
  'defaults.allowFrom': [{ podSelector: {} }],
  'defaults.terminationGracePeriodSeconds': 99,
  'gateway.allowFrom': [],
  'gateway.httpRoute.parentRefs': [{ name: 'other' }],
  'gateway.httpRoute.hostnames': ['other.example'],
  'gateway.grpcRoute.parentRefs': [{ name: 'other' }],
  'gateway.grpcRoute.hostnames': ['other.example'],
};

const nameOf = ({ path }: ChartValue): string => path.join('.');

describeReal('chart-tools')("the chart's values file", () => {
  const chart = new Chart(chartTools() ?? '');
  const seen = new Map<string, Promise<string>>();
  /** The same for many of them. */
  const first = (base: Rendering): Promise<string> => {
    const key = JSON.stringify(base);
    const text = seen.get(key) ?? chart.text(base);
    seen.set(key, text);
    return text;
  };

  it.each(
    leavesOf(values)
      .filter((value) => isThere(nameOf(value)))
      .map((value) => [nameOf(value), value] as const),
  )('has %s, which makes a difference', async (name, value) => {
    const base = settings.find(([path]) => path.test(name))?.[1] ?? {};
    // What is off by itself is on in the values of the matrix that know it.
    const isOn = base.values !== undefined && name.endsWith('.enabled') && value.fallback === false;
    const given = isOn
      ? false
      : name in examples
        ? examples[name]
        : value.inner === undefined && typeof value.fallback === 'object' && value.fallback !== null
          ? { other: 'x' }
          : otherThan(value);
    // What else it needs would be refused without it.
    const before = ['mode', 'postgresql.cnpg.enabled'].includes(name) ? '' : await first(base);
    const after = await chart.text({ ...base, set: { ...base.set, [name]: given } });
    expect(after).not.toBe(before);
  });

  it('declares every value that a template names', () => {
    const declared = new Set(allNames(values));
    const templates = readdirSync(join(folder, 'templates'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.\w+$/.test(file),
    );
    const named = templates.flatMap((file) =>
      [
        ...readFileSync(join(folder, 'templates', file), 'utf8').matchAll(
          /(?:\.Values|\$v|\$values)\.([A-Za-z][\w.]*)/g,
        ),
      ].map(([, name]) => name!),
    );
    expect(named.length).toBeGreaterThan(100);
    expect([...new Set(named)].filter((name) => !declared.has(name))).toEqual([]);
  });

  it('declares for the services every setting that their templates name', () => {
    const inner = (name: string): string[] =>
      allNames(values.find((value) => nameOf(value) === name)?.inner ?? []).map((path) => path.slice(name.length + 1));
    const facts = ['schema', 'calls', 'reads', 'writes', 'http', 'key'];
    const declared = new Set([...inner('defaults'), ...inner('gateway'), ...inner('reconciler'), ...facts]);
    const templates = readdirSync(join(folder, 'templates/lib'));
    const named = templates.flatMap((file) =>
      [...readFileSync(join(folder, 'templates/lib', file), 'utf8').matchAll(/\.?\$?settings\.([a-zA-Z.]+)/g)].map(
        ([, name]) => name!,
      ),
    );
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((name) => !declared.has(name))).toEqual([]);
  });
});

const allNames = (found: readonly ChartValue[]): string[] =>
  found.flatMap((value) => [nameOf(value), ...allNames(value.inner ?? [])]);
