import { chartTools, describeReal } from '@people-sync/testing';
import { Chart, type Manifest, podLabelsOf, runningWith, theOne, withPods } from './chart.testkit';

interface Peer {
  readonly podSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly ipBlock?: object;
}

interface Rule {
  readonly ports: readonly { readonly port: number | string; readonly protocol: string }[];
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}

const SERVICES = runningWith('min');

/** Who calls whose gRPC, as docs/operations.md has it. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  gateway: ['audit', 'credentials', 'peoplehr-fetcher', 'reconciler', 'wethrive-writer'],
  'peoplehr-fetcher': ['credentials'],
  audit: ['reconciler', 'wethrive-writer'],
};

/** The components that the rules for a port let in, or out. */
function componentsAt(rules: readonly Rule[], port: number | string): string[] {
  const peers = rules
    .filter(({ ports }) => ports.some((one) => one.port === port))
    .flatMap(({ from, to }) => from ?? to ?? []);
  return peers.flatMap(({ podSelector }) => podSelector?.matchLabels?.['app.kubernetes.io/component'] ?? []).sort();
}

describeReal('chart-tools')("the chart's network policies", () => {
  const chart = new Chart(chartTools() ?? '');
  let manifests: Manifest[];
  const rulesOf = (name: string, way: 'ingress' | 'egress', from = manifests): Rule[] =>
    theOne(from, 'NetworkPolicy', `-${name}`).spec[way] as Rule[];
  beforeAll(async () => {
    manifests = await chart.manifests();
  });

  it('are there for every pod, with everything closed that is not said', () => {
    const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
    for (const { spec } of policies) expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    for (const pod of withPods(manifests)) {
      const labels = podLabelsOf(pod);
      const own = policies.filter(({ spec }) => {
        const wanted = spec.podSelector.matchLabels as Record<string, string>;
        return Object.entries(wanted).every(([key, value]) => labels[key] === value);
      });
      // Its own, and the one that closes.
      expect([pod.metadata.name, own.length]).toEqual([pod.metadata.name, 2]);
    }
    expect(theOne(manifests, 'NetworkPolicy', '-default-deny').spec).not.toHaveProperty('ingress');
  });

  it.each(SERVICES.filter((name) => name !== 'gateway'))('let nobody but its callers to the gRPC of %s', (name) => {
    const callers = SERVICES.filter((caller) => CALLS[caller]?.includes(name));
    expect(componentsAt(rulesOf(name, 'ingress'), 50051)).toEqual(callers.sort());
    expect(rulesOf(name, 'ingress').map(({ ports }) => ports.map(({ port }) => port))).toEqual([[50051], [9464]]);
  });

  it.each(SERVICES)('let %s to the services that it calls, and to no other', (name) => {
    expect(componentsAt(rulesOf(name, 'egress'), 50051)).toEqual(CALLS[name] ?? []);
  });

  it.each(SERVICES)('let to the health and metrics of %s nobody but the monitoring and the test', (name) => {
    const [, management] = rulesOf(name, 'ingress');
    expect(management?.from).toHaveLength(2);
    expect(componentsAt(rulesOf(name, 'ingress'), 9464)).toEqual(['test']);
    expect(JSON.stringify(management?.from)).toContain('"kubernetes.io/metadata.name":"monitoring"');
  });

  it('let out of the cluster only those who ask PeopleHR, and the gateway to its identity provider', () => {
    const outside = SERVICES.filter((name) =>
      rulesOf(name, 'egress').some(
        ({ to, ports }) => ports.some(({ port }) => port === 443) && JSON.stringify(to).includes('0.0.0.0/0'),
      ),
    );
    expect(outside).toEqual(['gateway', 'credentials', 'peoplehr-fetcher']);
    for (const name of outside) {
      const open = JSON.stringify(
        rulesOf(name, 'egress').filter(({ to }) => JSON.stringify(to ?? []).includes('0.0.0.0/0')),
      );
      // Neither inside nor the cloud's own addresses for secrets of its machines.
      for (const inside of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'])
        expect(open).toContain(inside);
    }
  });

  it('follow from the addresses that are given: their ports, and no way that nobody goes', async () => {
    const portsOf = (rules: Rule[]) => rules.flatMap(({ ports }) => ports.map(({ port }) => port)).sort();
    expect(portsOf(rulesOf('reconciler', 'egress'))).toEqual([443, 53, 53, 5432, 6443, 9092]);
    const prod = await chart.manifests({ values: 'prod' });
    expect(portsOf(rulesOf('gateway', 'egress', prod))).toEqual([
      4318, 50051, 50051, 50051, 50051, 50051, 53, 53, 5432, 8443, 9096,
    ]);
    const tls = await chart.manifests({ values: 'tls' });
    expect(JSON.stringify(rulesOf('gateway', 'egress', tls))).not.toContain('0.0.0.0/0');
  });

  it('let the one process of mode single to its database and out of the cluster, and to no Kafka', async () => {
    const single = await chart.manifests({ values: 'single' });
    const ways = rulesOf('single', 'egress', single).map(({ ports }) => ports.map(({ port }) => port));
    expect(ways).toEqual([[53, 53], [4318], [443], [443], [5432]]);
    expect(componentsAt(rulesOf('single', 'ingress', single), 9464)).toEqual(['test']);
    expect(rulesOf('single', 'ingress', single).map(({ ports }) => ports.map(({ port }) => port))).toEqual([
      [8080, 50051],
      [9464],
    ]);
    for (const name of ['provision', 'test'])
      expect(JSON.stringify(rulesOf(name, 'egress', single))).not.toContain('9092');
  });

  it('are opened and narrowed by values', async () => {
    const prod = await chart.manifests({ values: 'prod' });
    const [people] = rulesOf('gateway', 'ingress', prod);
    expect(people?.from).toEqual([
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateways' } } },
    ]);
    const toDatabase = rulesOf('writer', 'egress', prod).find(({ ports }) => ports.some(({ port }) => port === 5432));
    expect(toDatabase?.to).toEqual([{ ipBlock: { cidr: '10.20.0.0/16' } }]);
    const toVault = (name: string) =>
      rulesOf(name, 'egress', prod).filter(({ ports }) => ports.some(({ port }) => port === 8200));
    expect(toVault('credentials')).toHaveLength(1);
    expect(toVault('gateway')).toHaveLength(0);
    expect((await chart.manifests({ values: 'plain' })).map(({ kind }) => kind)).not.toContain('NetworkPolicy');
  });
});
