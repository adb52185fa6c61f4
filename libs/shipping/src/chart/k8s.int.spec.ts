import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chartTools, describeReal } from '@people-sync/testing';
import { stringify } from 'yaml';
import { Chart, type Manifest, manifestsIn, root } from './chart.testkit';
import { KubernetesSchemas } from './kubernetes-schemas.testkit';

const folder = join(root, 'k8s');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .sort();
const manifestsOf = (name: string): Manifest[] => manifestsIn(readFileSync(join(folder, name), 'utf8'));

describeReal('chart-tools')('the examples for a cluster', () => {
  const tools = chartTools() ?? '';
  const chart = new Chart(tools);
  let schemas: KubernetesSchemas;
  beforeAll(() => {
    schemas = new KubernetesSchemas(join(tools, 'schemas'));
  });

  it.each(files)('%s has what Kubernetes and the operators know, and no field that they do not', (name) => {
    expect(manifestsOf(name).length).toBeGreaterThan(0);
    expect(manifestsOf(name).flatMap((manifest) => schemas.faultsOf(manifest))).toEqual([]);
  });

  it.each([
    ['argocd/application.yaml', (spec: Manifest['spec']) => spec.source.helm.valuesObject as object],
    ['flux/helmrelease.yaml', (spec: Manifest['spec']) => spec.values as object],
  ])('%s has values that the chart takes, of the version that is here', async (name, valuesOf) => {
    const found = manifestsOf(name).find(({ kind }) => kind === 'Application' || kind === 'HelmRelease');
    const file = join(mkdtempSync(join(tmpdir(), 'chart-')), 'values.yaml');
    writeFileSync(file, stringify(valuesOf(found?.spec)));
    const text = await chart.helm('template', 'people-sync', join(root, 'helm/people-sync'), '--values', file);
    expect(manifestsIn(text).filter(({ kind }) => kind === 'Deployment')).toHaveLength(6);
    const { appVersion } = JSON.parse(
      JSON.stringify(manifestsIn(readFileSync(join(root, 'helm/people-sync/Chart.yaml'), 'utf8'))[0]),
    ) as {
      appVersion: string;
    };
    expect(readFileSync(join(folder, name), 'utf8')).toContain(`v${appVersion}`);
  });

  it('has the topics and users that the chart makes (UPDATE_DOCS=1 writes them anew)', async () => {
    const set = { 'topics.mode': 'strimzi', 'kafka.strimzi.users': true, 'kafka.strimzi.cluster': 'main' };
    const made = (
      await chart.manifests({
        release: 'people-sync',
        namespace: 'kafka',
        set: { ...set, 'kafka.sasl.mechanism': 'scram-sha-512' },
      })
    ).filter(({ kind }) => kind === 'KafkaTopic' || kind === 'KafkaUser');
    const text = `${head}${made.map((manifest) => stringify(byItself(manifest), { lineWidth: 0 })).join('---\n')}`;
    const path = join(folder, 'kafka/topics-and-users.yaml');
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, text);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(made).toHaveLength(13);
  });

  it('keeps strangers out of the namespace, and pods that are not restricted', () => {
    const [namespace, policy] = manifestsOf('namespace.yaml');
    expect(namespace?.metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
    expect(policy?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });
});

const head = `# PeopleSync's topics and users, for a Kafka whose resources the chart may not make (topics.mode: none). Made from the chart
# by a test; each user may do what its service does, and no more.
`;

/** Without what says that it is the release's. */
function byItself({ metadata: { name, namespace, labels }, ...rest }: Manifest): object {
  const cluster = labels?.['strimzi.io/cluster'];
  return { ...rest, metadata: { name, namespace, labels: { 'strimzi.io/cluster': cluster } } };
}
