import { chartTools, describeReal } from '@people-sync/testing';
import { Chart } from './chart.testkit';

describeReal('chart-tools')('values that cannot be meant', () => {
  const chart = new Chart(chartTools() ?? '');

  it.each([
    // What the schema says.
    ["additional properties 'replcas' not allowed", { 'gateway.replcas': 3 }],
    ["additional properties 'tsl' not allowed", { 'kafka.tsl.enabled': true }],
    ["additional properties 'autoscaling' not allowed", { 'defaults.autoscaling': {} }],
    ["additional properties 'service' not allowed", { 'credentials.service': {} }],
    ['got string, want integer', { 'gateway.replicas': 'three' }],
    ["value must be one of 'hook', 'job', 'none'", { 'migrations.mode': 'once' }],
    ["value must be one of 'job', 'strimzi', 'none'", { 'topics.mode': 'always' }],
    ['does not match pattern', { 'kafka.brokers': 'no-port' }],
    ['does not match pattern', { 'image.digest': 'sha256:abc' }],
    ['does not match pattern', { publicOrigin: 'https://peoplesync.example/with/a/path' }],
    ['does not match pattern', { fullnameOverride: 'Not-A-Name' }],
    ['maximum: got 51, want 50', { 'reconciler.replicas': 51 }],
    ['minimum: got 10, want 600', { 'serviceIdentity.tokenSeconds': 10 }],
    ["additional properties 'nmae' not allowed", { 'gateway.extraEnv': [{ nmae: 'A', value: 'b' }] }],
    // What the values say of each other.
    ['auth.issuer is missing: say who signs', { 'auth.issuer': '' }],
    ['auth.jwks.url or auth.jwks.configMap is missing', { 'auth.jwks.url': '' }],
    ['auth.jwks.url and auth.jwks.configMap are both given', { 'auth.jwks.configMap': 'keys' }],
    ['auth.audience and serviceIdentity.audience must differ', { 'serviceIdentity.audience': 'people-sync' }],
    ['secrets.existingSecret is missing', { 'secrets.existingSecret': '' }],
    ['postgresql.existingSecret is missing', { 'postgresql.existingSecret': '' }],
    ['postgresql.host is missing', { 'postgresql.host': '' }],
    ['kafka.brokers is missing', { 'kafka.brokers': '' }],
    ['postgresql.admin.existingSecret is missing', { 'postgresql.admin.existingSecret': '' }],
    [
      'postgresql.cnpg.enabled makes a cluster of its own',
      { 'postgresql.cnpg.enabled': true, 'migrations.mode': 'job' },
    ],
    ['postgresql.cnpg.enabled needs migrations.mode job', { 'postgresql.cnpg.enabled': true }],
    [
      'externalSecrets.secrets needs migrations.mode job',
      { 'externalSecrets.secrets': [{ name: 'a', data: { b: { key: 'c' } } }] },
    ],
    [
      'externalSecrets.storeRef.name is missing',
      { 'externalSecrets.secrets': [{ name: 'a', data: { b: { key: 'c' } } }] },
    ],
    ['kafka.sasl.mechanism plain needs kafka.tls.enabled', { 'kafka.sasl.mechanism': 'plain' }],
    ['kafka.tls.caSecret and kafka.tls.clientSecret need', { 'kafka.tls.caSecret': 'ca' }],
    ['kafka.strimzi.cluster is missing', { 'topics.mode': 'strimzi' }],
    [
      'kafka.strimzi.users needs kafka.sasl.mechanism scram-sha-512',
      { 'kafka.strimzi': { users: true, cluster: 'main' } },
    ],
    [
      'must have {service} in it',
      {
        'kafka.strimzi': { users: true, cluster: 'main' },
        'kafka.sasl': { mechanism: 'scram-sha-512', username: 'one' },
      },
    ],
    ['kafka.strimzi.minInsyncReplicas is above topicReplicas', { 'kafka.strimzi.topicReplicas': 1 }],
    [
      'reconciler.autoscaling.maxReplicas is above 12',
      { 'reconciler.autoscaling': { enabled: true, maxReplicas: 13 } },
    ],
    ['wethriveWriter.autoscaling.minReplicas is above maxReplicas', { 'wethriveWriter.autoscaling.minReplicas': 9 }],
    ['gateway.egress.smtp names no destination', { 'gateway.egress.smtp': true }],
    [
      'gateway.terminationGracePeriodSeconds must be above preStopSeconds',
      { 'gateway.terminationGracePeriodSeconds': 10 },
    ],
    ['gateway.ingress.host is missing', { 'gateway.ingress.enabled': true }],
    ['gateway.httpRoute needs parentRefs', { 'gateway.httpRoute.enabled': true }],
    ['gateway.grpcRoute needs parentRefs and hostnames', { 'gateway.grpcRoute.enabled': true }],
    // What an earlier version had, or other charts have.
    ['replicaCount is no value of this chart: say it for each service', { replicaCount: 3 }],
    ['postgresql.enabled is no value of this chart: this chart brings no PostgreSQL', { 'postgresql.enabled': true }],
  ])('are refused: %s', async (sentence, set) => {
    expect(await chart.refusal({ set })).toContain(sentence);
  });

  it.each([
    ['kafka.brokers is read in mode distributed only: leave it out', { 'kafka.brokers': 'kafka:9092' }],
    ['kafka.tls is read in mode distributed only', { 'kafka.tls.enabled': true }],
    ['topics.mode is read in mode distributed only', { 'topics.mode': 'strimzi' }],
    [
      'serviceIdentity.issuer is read in mode distributed only',
      { 'serviceIdentity.issuer': 'https://cluster.example' },
    ],
    ['gateway.replicas is read in mode distributed only', { 'gateway.replicas': 3 }],
    ['reconciler.autoscaling is read in mode distributed only', { 'reconciler.autoscaling.enabled': true }],
    ["additional properties 'autoscaling' not allowed", { 'single.autoscaling': {} }],
    ['single.egress.smtp names no destination', { 'single.egress.smtp': true }],
    ['postgresql.host is missing', { 'postgresql.host': '' }],
  ])('are refused in mode single: %s', async (sentence, set) => {
    expect(await chart.refusal({ values: 'single', set })).toContain(sentence);
  });

  it('are refused in mode distributed if only mode single reads them', async () => {
    expect(await chart.refusal({ set: { 'single.replicas': 3 } })).toContain(
      'single.replicas is read in mode single only: leave it out, or set mode to single',
    );
  });

  it('are all told at once, and nothing of a secret with them', async () => {
    const said = await chart.refusal({ set: { 'auth.issuer': '', 'kafka.brokers': '', 'postgresql.host': '' } });
    for (const name of ['auth.issuer', 'kafka.brokers', 'postgresql.host'])
      expect(said).toContain(`- ${name} is missing`);
  });
});
