import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apply, chartTools, describeCluster, describeReal, kubectl, onNode } from '@people-sync/testing';

const root = join(__dirname, '..', '..', '..', '..');
const chart = join(root, 'helm', 'people-sync');
const values = readdirSync(join(chart, 'ci')).filter((name) => name.endsWith('-values.yaml'));
const examples = readdirSync(join(root, 'k8s'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);
const NAMESPACE = 'operators';
const RELEASE = 'people-sync';
const namespaceNamed = /((?:namespace|^kind: Namespace\nmetadata:\n {2}name): )people-sync$/gm;

// The operators themselves do not run here: what they would do with an object is theirs to prove. What the API server says
// of it, by their own definitions and the rules in them, is what they would get.
describeReal('chart-tools')('the definitions of operators', () => {
  describeCluster()('on the API server', () => {
    const crds = join(chartTools() ?? '', 'schemas', 'crds');
    const made: string[] = [];

    const namespaceOf = async (name: string): Promise<void> => {
      const there = await kubectl('get', 'namespace', name, '--ignore-not-found', '--output', 'name');
      if (there !== '') return;
      const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
      await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
      made.push(name);
    };
    /** Every object as it would be taken: fields and values, the operators' own rules, and Pod Security for bare pods. */
    const taken = (text: string): Promise<string> =>
      onNode('kubectl', ['apply', '--server-side', '--dry-run=server', '--filename', '-'], text);
    const rendered = (file: string): Promise<string> =>
      onNode('helm', ['template', RELEASE, chart, '--namespace', NAMESPACE, '--values', join(chart, 'ci', file)]);

    beforeAll(async () => {
      await onNode('kubectl', ['apply', '--server-side', '--filename', crds]);
      await onNode('kubectl', ['wait', '--for=condition=Established', '--filename', crds, '--timeout=2m']);
      await namespaceOf(NAMESPACE);
      // A pod without its account is refused before anything else is looked at.
      await kubectl('--namespace', NAMESPACE, 'create', 'serviceaccount', `${RELEASE}-test`);
    });
    afterAll(async () => {
      await onNode('kubectl', ['delete', '--filename', crds, '--ignore-not-found', '--timeout=5m']);
      for (const name of made) await kubectl('delete', 'namespace', name, '--timeout=5m');
    });

    it.each(values)('take whatever the chart makes with %s', async (file) => {
      const text = await rendered(file);
      const said = (await taken(text)).trim().split('\n');
      expect(said).toHaveLength(text.match(/^kind: /gm)?.length ?? 0);
      for (const line of said) expect(line).toMatch(/(serverside-applied|configured|unchanged) \(server dry run\)$/);
    });

    it.each(examples)('take the example k8s/%s', async (file) => {
      const written = readFileSync(join(root, 'k8s', file), 'utf8');
      // Another suite installs into the namespace that the examples name, and takes it away again.
      const text = written.replaceAll(namespaceNamed, `$1${NAMESPACE}`);
      for (const [, name] of text.matchAll(/^ *namespace: ([\w-]+)$/gm)) await namespaceOf(name ?? '');
      await taken(text);
    });

    it.each([
      ['a field that KEDA does not know', 'prod', /maxReplicaCount:/, 'maxReplicas:', 'field not declared in schema'],
      ['a word that Strimzi does not know', 'operators', /type: scram-sha-512/, 'type: scram', 'Unsupported value'],
      [
        'a budget that cannot be meant',
        'min',
        /maxUnavailable: 1\n {2}# A pod/,
        'minAvailable: 1\n  maxUnavailable: 1\n  # A pod',
        'cannot be both set',
      ],
      [
        'a test pod that may become root',
        'min',
        /runAsNonRoot: true\n {4}runAsUser: 10001/g,
        'runAsNonRoot: false\n    runAsUser: 0',
        'violates PodSecurity',
      ],
    ])('refuse %s', async (_what, file, part, instead, said) => {
      const text = await rendered(`${file}-values.yaml`);
      const spoilt = text.replace(part, instead);
      expect(spoilt).not.toBe(text);
      await expect(taken(spoilt)).rejects.toThrow(said);
    });
  });
});
