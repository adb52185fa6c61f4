import { join } from 'node:path';
import { chartTools, describeReal } from '@people-sync/testing';
import {
  Chart,
  containerOf,
  environmentOf,
  type Manifest,
  matrix,
  podLabelsOf,
  podOf,
  runningWith,
  theOne,
  withPods,
} from './chart.testkit';
import { KubernetesSchemas } from './kubernetes-schemas.testkit';

const SERVICES = runningWith('min');

describeReal('chart-tools')('the chart', () => {
  const tools = chartTools() ?? '';
  const chart = new Chart(tools);
  let schemas: KubernetesSchemas;
  beforeAll(() => {
    schemas = new KubernetesSchemas(join(tools, 'schemas'));
  });

  describe.each(matrix)('with the values %s', (values) => {
    let manifests: Manifest[];
    beforeAll(async () => {
      manifests = await chart.manifests({ values });
    });

    it('passes helm lint', async () => {
      await expect(chart.lint(values)).resolves.toBeDefined();
    });

    it('makes what Kubernetes and the operators know, and no field that they do not', () => {
      expect(manifests.flatMap((manifest) => schemas.faultsOf(manifest))).toEqual([]);
      expect(manifests.length).toBeGreaterThan(15);
    });

    it("has pods only that Pod Security's level restricted lets in", () => {
      for (const manifest of withPods(manifests)) {
        const pod = podOf(manifest);
        expect(pod.securityContext).toMatchObject({
          runAsNonRoot: true,
          runAsUser: 10001,
          runAsGroup: 10001,
          seccompProfile: { type: 'RuntimeDefault' },
        });
        expect([pod['hostNetwork'], pod['hostPID'], pod['hostIPC'], pod['hostUsers']]).toEqual([, , , ,]);
        const kinds = pod.volumes.flatMap(({ name: _, ...kind }) => Object.keys(kind));
        const mayMount = [
          'configMap',
          'csi',
          'downwardAPI',
          'emptyDir',
          'ephemeral',
          'persistentVolumeClaim',
          'projected',
          'secret',
        ];
        expect(kinds.filter((kind) => !mayMount.includes(kind))).toEqual([]);
        for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
          expect(container.securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
          expect(container.ports?.some((port) => 'hostPort' in port) ?? false).toBe(false);
        }
      }
    });

    it('gives no pod a token of the cluster that it does not ask for, and no secret in its environment', () => {
      for (const manifest of withPods(manifests)) {
        expect(podOf(manifest)).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
        expect(podOf(manifest).serviceAccountName).toMatch(
          new RegExp(`-(${[...runningWith(values), 'provision', 'test'].join('|')})$`),
        );
        expect(JSON.stringify(containerOf(manifest).env)).not.toContain('secretKeyRef');
      }
    });

    it('limits the memory of every container, and leaves Node a quarter of it beside the heap', () => {
      for (const manifest of withPods(manifests)) {
        const { resources, env } = containerOf(manifest);
        expect(Object.keys(resources.requests ?? {}).sort()).toEqual(['cpu', 'memory']);
        const [, amount, unit] = /^(\d+)([MG])i$/.exec(resources.limits?.['memory'] ?? '') ?? [];
        const megabytes = Number(amount) * (unit === 'G' ? 1024 : 1);
        const heap = env.find(({ name }) => name === 'NODE_OPTIONS')?.value;
        if (heap !== undefined) expect(heap).toBe(`--max-old-space-size=${megabytes * 0.75}`);
      }
    });

    it('mounts every volume, and what a variable names as a file', () => {
      for (const manifest of withPods(manifests)) {
        const { volumeMounts, env } = containerOf(manifest);
        expect(volumeMounts.map(({ name }) => name).sort()).toEqual(
          podOf(manifest)
            .volumes.map(({ name }) => name)
            .sort(),
        );
        const files = env.flatMap(({ value }) => (value?.startsWith('/run/people-sync/') ? [value] : []));
        for (const file of files) expect(filesIn(manifest)).toContain(file);
      }
    });

    it('finds the pods of each service by labels that no upgrade changes', () => {
      const selectors = manifests.flatMap(({ kind, spec }) =>
        kind === 'Deployment' ? [spec.selector.matchLabels as Record<string, string>] : [],
      );
      expect(selectors).toHaveLength(runningWith(values).length);
      for (const selector of selectors) {
        expect(Object.keys(selector).sort()).toEqual([
          'app.kubernetes.io/component',
          'app.kubernetes.io/instance',
          'app.kubernetes.io/name',
        ]);
        expect(selector['app.kubernetes.io/name']).toBe('people-sync');
      }
      const names = withPods(manifests).map((manifest) => JSON.stringify(podLabelsOf(manifest)));
      for (const { kind, spec } of manifests) {
        if (kind !== 'Service') continue;
        const labels = Object.entries(spec.selector as object).map(([key, value]) => `"${key}":"${String(value)}"`);
        expect(names.filter((name) => labels.every((label) => name.includes(label)))).toHaveLength(1);
      }
    });

    it('names nothing twice, and no image by a tag that moves', () => {
      const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
      expect(new Set(names).size).toBe(names.length);
      for (const manifest of withPods(manifests)) {
        expect(containerOf(manifest).image).toMatch(/(:\d[\w.-]*|@sha256:[0-9a-f]{64})$/);
        const variables = containerOf(manifest).env.map(({ name }) => name);
        expect(new Set(variables).size).toBe(variables.length);
      }
    });

    it('waits at the start for what is prepared, and lives as long as the process answers', () => {
      for (const name of runningWith(values)) {
        const { startupProbe, livenessProbe, readinessProbe, args } = containerOf(
          theOne(manifests, 'Deployment', `-${name}`),
        );
        const path = (probe: unknown): unknown => (probe as { httpGet: unknown }).httpGet;
        expect(args).toEqual([name]);
        expect(path(startupProbe)).toEqual({ path: '/health/started', port: 'management' });
        expect(path(livenessProbe)).toEqual({ path: '/health/live', port: 'management' });
        expect(path(readinessProbe)).toEqual({ path: '/health/ready', port: 'management' });
      }
    });

    it('gives a stop more time than a service takes', () => {
      for (const name of runningWith(values)) {
        const deployment = theOne(manifests, 'Deployment', `-${name}`);
        const { lifecycle } = containerOf(deployment) as { lifecycle?: { preStop: { sleep: { seconds: number } } } };
        const sleep = lifecycle?.preStop.sleep.seconds ?? 0;
        // A service ends itself after 60 s (run.main.ts).
        expect(podOf(deployment).terminationGracePeriodSeconds).toBeGreaterThan(60 + sleep);
      }
    });

    it('never says how many there are where somebody else does', () => {
      const scaled = manifests
        .filter(({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')
        .map(({ spec }) => String(spec.scaleTargetRef.name));
      for (const { kind, metadata, spec } of manifests) {
        if (kind === 'Deployment') expect('replicas' in spec).toBe(!scaled.includes(metadata.name));
      }
    });
  });

  it.each([
    [
      'Deployment',
      'gitops',
      (spec: Manifest['spec']) => (spec.template.spec.containers[0].livenessProbe.timeoutSecond = 1),
    ],
    ['NetworkPolicy', 'gitops', (spec: Manifest['spec']) => (spec.egress[0].ports[0].prt = 53)],
    ['HTTPRoute', 'gitops', (spec: Manifest['spec']) => (spec.rules[0].backendRefs[0].prt = 80)],
    ['ScaledObject', 'prod', (spec: Manifest['spec']) => (spec.maxReplicas = 3)],
    ['KafkaUser', 'operators', (spec: Manifest['spec']) => (spec.authorization.acls[0].operation = 'Read')],
    ['Cluster', 'operators', (spec: Manifest['spec']) => (spec.bootstrap.initdb.ownr = 'x')],
    ['ExternalSecret', 'operators', (spec: Manifest['spec']) => (spec.data[0].remoteRef.propert = 'x')],
  ])('would not get by with a misspelt field in a %s', async (kind, values, spoil) => {
    const found = (await chart.manifests({ values })).find((manifest) => manifest.kind === kind)!;
    expect(schemas.faultsOf(found)).toEqual([]);
    spoil(found.spec);
    expect(schemas.faultsOf(found)).not.toEqual([]);
  });

  it('is the same service by its token that it is by its name', async () => {
    const release = 'a-release-whose-name-is-as-long-as-helm-lets-it-be-53';
    const manifests = await chart.manifests({ release, namespace: 'people' });
    for (const name of SERVICES) {
      const deployment = theOne(manifests, 'Deployment', `-${name}`);
      const prefix = environmentOf(containerOf(deployment))['SERVICE_AUTH_SUBJECT_PREFIX'] ?? '';
      const subject = `system:serviceaccount:people:${podOf(deployment).serviceAccountName}`;
      expect(subject).toBe(prefix + name);
    }
  });

  it.each(['a-release-whose-name-is-as-long-as-helm-lets-it-be-53', 'r', '1st', 'with.dots.in.it', 'people-sync'])(
    'has names that Kubernetes takes for a release called %s',
    async (release) => {
      const manifests = await chart.manifests({ release, values: 'prod' });
      const job = await chart.manifests({ release, values: 'operators' });
      for (const { kind, metadata } of [...manifests, ...job]) {
        const isLabel = ['Service', 'Job', 'Pod', 'Deployment'].includes(kind);
        if (isLabel) expect(metadata.name).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
        for (const label of Object.values(metadata.labels ?? {}))
          expect(label).toMatch(/^([A-Za-z0-9][\w.-]{0,61})?[A-Za-z0-9]$/);
      }
    },
  );

  it('gives two releases with long names of one beginning other names', async () => {
    const beginning = 'people-sync-of-the-european-companies-in-region-';
    const nameOf = async (end: string) =>
      theOne(await chart.manifests({ release: beginning + end }), 'Deployment', '-gateway').metadata.name;
    expect(await nameOf('one')).not.toBe(await nameOf('two'));
  });

  it('lets a drain go on where there is only one pod, and holds it back where there are two', async () => {
    const budgets = (manifests: Manifest[]) => manifests.filter(({ kind }) => kind === 'PodDisruptionBudget').length;
    expect(budgets(await chart.manifests())).toBe(6);
    expect(budgets(await chart.manifests({ set: { 'defaults.replicas': 1 } }))).toBe(0);
    const scaled = { 'reconciler.autoscaling.enabled': true, 'reconciler.autoscaling.minReplicas': 1 };
    expect(budgets(await chart.manifests({ set: scaled }))).toBe(5);
  });

  it('has in mode single one Deployment, of two, at the addresses that callers know from mode distributed', async () => {
    const single = await chart.manifests({ values: 'single' });
    const deployment = theOne(single, 'Deployment', '-single');
    expect(deployment.spec.replicas).toBe(2);
    expect(deployment.spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(theOne(single, 'PodDisruptionBudget', '-single').spec.maxUnavailable).toBe(1);
    const doors = async (values: string) =>
      (await chart.manifests({ values }))
        .filter(({ kind, metadata }) => kind === 'Service' && metadata.name.includes('-gateway'))
        .map(({ metadata, spec }) => ({ name: metadata.name, spec: { ...(spec as object), selector: undefined } }));
    expect(await doors('single')).toEqual(await doors('min'));
    const labels = podLabelsOf(deployment);
    for (const { kind, metadata, spec } of single) {
      if (kind === 'Service')
        expect([metadata.name, labels]).toEqual([metadata.name, expect.objectContaining(spec.selector as object)]);
    }
    const job = containerOf(theOne(single, 'Job', '-provision'));
    expect(job.args).toEqual(['provision', '--only', 'database', '--only', 'migrations']);
    expect(environmentOf(job)).toHaveProperty('BUS_DATABASE_PASSWORD_FILE');
    expect(JSON.stringify(single)).not.toMatch(/KAFKA_|kafka/);
  });

  it('puts a variable of yours in the place of its own', async () => {
    const manifests = await chart.manifests({ values: 'prod' });
    const env = environmentOf(containerOf(theOne(manifests, 'Deployment', '-gateway')));
    expect(env).toMatchObject({ LOG_LEVEL: 'debug', RATE_LIMIT_PER_MINUTE: '2400' });
  });

  it('runs the migrations before the services as a hook, and again when anything changes as a job', async () => {
    const hook = theOne(await chart.manifests(), 'Job', '-provision');
    expect(hook.metadata.annotations).toMatchObject({
      'helm.sh/hook': 'pre-install,pre-upgrade',
      'helm.sh/hook-delete-policy': 'before-hook-creation',
    });
    const asJob = async (tag: string) => {
      const jobs = (await chart.manifests({ values: 'gitops', set: { 'image.tag': tag } })).filter(
        ({ kind }) => kind === 'Job',
      );
      expect(jobs).toHaveLength(1);
      expect(jobs[0]!.metadata.annotations ?? {}).not.toHaveProperty('helm.sh/hook');
      return jobs[0]!.metadata.name;
    };
    expect(await asJob('1.0.0')).toBe(await asJob('1.0.0'));
    expect(await asJob('1.0.0')).not.toBe(await asJob('1.0.1'));
    expect(withPods(await chart.manifests({ values: 'plain' })).map(({ kind }) => kind)).not.toContain('Job');
  });

  it.each([
    [{}, undefined],
    [{ 'topics.mode': 'none' }, ['database', 'migrations']],
    [{ 'migrations.mode': 'none' }, ['topics']],
  ])('prepares what it is told to: %j', async (set, parts) => {
    const { args, env } = containerOf((await chart.manifests({ set })).find(({ kind }) => kind === 'Job')!);
    expect(args).toEqual(['provision', ...(parts ?? []).flatMap((part) => ['--only', part])]);
    const names = env.map(({ name }) => name);
    expect(names.includes('KAFKA_BROKERS')).toBe(parts === undefined || parts.includes('topics'));
    expect(names.includes('ADMIN_DATABASE_URL_FILE')).toBe(parts === undefined || parts.includes('database'));
  });

  it('makes with a hook whatever the hook needs, and nothing that depends on the release', async () => {
    const hooks = (await chart.manifests()).filter(({ metadata }) =>
      metadata.annotations?.['helm.sh/hook']?.startsWith('pre-'),
    );
    expect(hooks.map(({ kind }) => kind).sort()).toEqual(['Job', 'NetworkPolicy', 'ServiceAccount']);
    const weight = (kind: string) =>
      Number(theOne(hooks, kind, '-provision').metadata.annotations?.['helm.sh/hook-weight']);
    expect(weight('ServiceAccount')).toBeLessThan(weight('Job'));
    expect(weight('NetworkPolicy')).toBeLessThan(weight('Job'));
  });
});

/** Every file that the pod's volumes hold, by its path. */
function filesIn(manifest: Manifest): string[] {
  const mounts = new Map(containerOf(manifest).volumeMounts.map(({ name, mountPath }) => [name, mountPath]));
  interface Items {
    readonly items?: readonly { readonly path: string }[];
    readonly path?: string;
  }
  return podOf(manifest).volumes.flatMap((volume) => {
    const { projected, secret, configMap } = volume as {
      projected?: { sources: Record<string, Items>[] };
      secret?: Items;
      configMap?: Items;
    };
    const sources = [...(projected?.sources.flatMap((source) => Object.values(source)) ?? []), secret, configMap];
    const paths = sources.flatMap((source) =>
      source?.path === undefined ? (source?.items ?? []).map(({ path }) => path) : [source.path],
    );
    return paths.map((path) => `${mounts.get(volume.name) ?? ''}/${path}`);
  });
}
