import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartTools, describeReal } from '@people-sync/testing';
import { getMetadataStorage } from 'class-validator';
import { parse } from 'yaml';
import {
  Chart,
  containerOf,
  environmentOf,
  type Manifest,
  matrix,
  root,
  runningWith,
  theOne,
  withPods,
} from './chart.testkit';

type ConfigClass = new () => object;

/** What each program of the image reads its environment with. */
const programs: Readonly<Record<string, readonly { readonly file: string; readonly name: string }[]>> = {
  gateway: [{ file: 'apps/gateway/src/gateway.config.ts', name: 'GatewayConfig' }],
  credentials: [{ file: 'apps/credentials/src/credentials.config.ts', name: 'CredentialsConfig' }],
  'peoplehr-fetcher': [{ file: 'apps/peoplehr-fetcher/src/fetcher.config.ts', name: 'FetcherConfig' }],
  reconciler: [{ file: 'apps/reconciler/src/reconciler.config.ts', name: 'ReconcilerConfig' }],
  'wethrive-writer': [{ file: 'apps/wethrive-writer/src/wethrive-writer.config.ts', name: 'WethriveWriterConfig' }],
  audit: [{ file: 'apps/audit/src/audit.config.ts', name: 'AuditConfig' }],
  provision: [
    { file: 'apps/provision/src/provision.config.ts', name: 'DatabaseProvisionConfig' },
    { file: 'apps/provision/src/provision.config.ts', name: 'TopicsProvisionConfig' },
  ],
  single: [{ file: 'apps/single/src/single.config.ts', name: 'SingleConfig' }],
  check: [{ file: 'apps/check/src/check.config.ts', name: 'CheckConfig' }],
};

/** What is in one process: it hands its variables on to them. */
const inSingle = ['gateway', 'credentials', 'peoplehr-fetcher', 'reconciler', 'wethrive-writer', 'audit'];

/** What `single` tells the services in it instead (apps/single/src/single.ts). */
const told: Readonly<Record<string, string>> = {
  BUS_DATABASE_URL: 'postgres://bus:x@postgresql:5432/people_sync',
  SERVICE_AUTH_ISSUER: 'itself',
  SERVICE_AUTH_JWKS_FILE: '/dev/shm/jwks.json',
  SERVICE_TOKEN_FILE: '/dev/shm/token',
  CREDENTIALS_GRPC: '127.0.0.1:1',
  RECONCILER_GRPC: '127.0.0.1:2',
  WRITER_GRPC: '127.0.0.1:3',
  FETCHER_GRPC: '127.0.0.1:4',
  AUDIT_GRPC: '127.0.0.1:5',
};

/** Node's own, and those of the part that traces. */
const NOT_OURS = /^(NODE_OPTIONS|NODE_EXTRA_CA_CERTS|OTEL_[A-Z_]+|K8S_(POD|NODE)_NAME)$/;

/** What is in the files of a secret, for a program that reads it. */
const secrets: Readonly<Record<string, string>> = {
  KEYRING: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  DIGEST_KEY: Buffer.alloc(32, 2).toString('base64'),
  PERSON_KEYRING: `k1:${Buffer.alloc(32, 3).toString('base64')}`,
  SIGNING_KEYS: `s1:${Buffer.alloc(32, 4).toString('base64')}`,
  TOKEN_KEY: Buffer.alloc(32, 5).toString('base64'),
  ADMIN_DATABASE_URL: 'postgres://admin:x@postgresql:5432/people_sync',
};

interface Loading {
  loadConfig(cls: ConfigClass, env: Record<string, string>): object;
}

async function classesOf(...asked: readonly string[]): Promise<ConfigClass[]> {
  const found = asked
    .flatMap((program) => programs[program] ?? [])
    .map(async ({ file, name }) => {
      const made = ((await import(join(root, file))) as Record<string, ConfigClass>)[name];
      if (!made) throw new Error(`${file} has no ${name}`);
      return made;
    });
  return Promise.all(found);
}

const variablesOf = (cls: ConfigClass): string[] =>
  getMetadataStorage()
    .getTargetValidationMetadatas(cls, '', true, false)
    .map(({ propertyName }) => propertyName);

/** The environment as the program reads it: with what is in the files. */
function readBy(known: ReadonlySet<string>, env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      const inFile = name.endsWith('_FILE') && !known.has(name) ? name.slice(0, -'_FILE'.length) : undefined;
      return inFile === undefined ? [name, value] : [inFile, secrets[inFile] ?? 'a-password'];
    }),
  );
}

describeReal('chart-tools')('between the chart and the programs', () => {
  const chart = new Chart(chartTools() ?? '');

  describe.each(matrix)('with the values %s', (values) => {
    let pods: Manifest[];
    beforeAll(async () => {
      pods = withPods(await chart.manifests({ values }));
    });

    it('every variable that the chart sets is one that its program reads', async () => {
      expect(pods.length).toBeGreaterThanOrEqual(runningWith(values).length);
      for (const pod of pods) {
        const { args } = containerOf(pod);
        const classes = await classesOf(args[0] ?? '', ...(args[0] === 'single' ? inSingle : []));
        expect([pod.metadata.name, classes.length > 0]).toEqual([pod.metadata.name, true]);
        const known = new Set(classes.flatMap(variablesOf));
        const strangers = Object.keys(readBy(known, environmentOf(containerOf(pod)))).filter(
          (name) => !known.has(name) && !NOT_OURS.test(name),
        );
        expect([pod.metadata.name, strangers]).toEqual([pod.metadata.name, []]);
      }
    });

    it('every variable that a program needs is set, and can be used', async () => {
      const { loadConfig } = (await import(join(root, 'libs/platform/src/config/load.config.ts'))) as Loading;
      for (const pod of pods) {
        const { args } = containerOf(pod);
        const isNeeded = ({ name }: ConfigClass) =>
          !args.includes('--only') ||
          (name === 'TopicsProvisionConfig' ? args.includes('topics') : args.includes('migrations'));
        for (const cls of (await classesOf(args[0] ?? '')).filter(isNeeded)) {
          const env = readBy(new Set(variablesOf(cls)), environmentOf(containerOf(pod)));
          expect(() => loadConfig(cls, env)).not.toThrow();
        }
        for (const cls of args[0] === 'single' ? await classesOf(...inSingle) : []) {
          const env = readBy(new Set(variablesOf(cls)), environmentOf(containerOf(pod)));
          expect(() => loadConfig(cls, { ...env, ...told })).not.toThrow();
        }
      }
    });

    it('every service that others call knows whom to believe, and every service has something to show', () => {
      for (const pod of pods.filter(({ kind }) => kind === 'Deployment')) {
        const env = environmentOf(containerOf(pod));
        if (containerOf(pod).args[0] === 'single') {
          // It makes its own key at its start, and nobody outside is believed.
          expect(Object.keys(env).filter((name) => name.startsWith('SERVICE_') || name.startsWith('KAFKA_'))).toEqual(
            [],
          );
          expect(env['MIGRATIONS']).toBe('wait');
          continue;
        }
        expect(env).toHaveProperty('SERVICE_TOKEN_FILE');
        expect(env).toHaveProperty('SERVICE_AUTH_ISSUER');
        expect(env['MIGRATIONS']).toBe('wait');
        if (containerOf(pod).args[0] === 'gateway') continue;
        expect(env).toHaveProperty('SERVICE_AUTH_JWKS_URL');
      }
    });
  });

  it('a service is given the address of every service that it calls, and may go there', async () => {
    const manifests = await chart.manifests();
    for (const name of ['gateway', 'peoplehr-fetcher']) {
      const [cls] = await classesOf(name);
      const wanted = variablesOf(cls!).filter((variable) => variable.endsWith('_GRPC'));
      const env = environmentOf(containerOf(theOne(manifests, 'Deployment', `-${name}`)));
      const policy = theOne(manifests, 'NetworkPolicy', `-${name}`);
      expect(wanted.length).toBeGreaterThan(0);
      for (const variable of new Set(wanted)) {
        const [, service] = /^r-people-sync-([\w-]+)\.ns\.svc:50051$/.exec(env[variable] ?? '') ?? [];
        expect(theOne(manifests, 'Service', `-${service ?? variable}`).spec.clusterIP).toBe('None');
        expect(JSON.stringify(policy.spec.egress)).toContain(`"app.kubernetes.io/component":"${service ?? ''}"`);
        const door = theOne(manifests, 'NetworkPolicy', `-${service ?? ''}`);
        expect(JSON.stringify(door.spec.ingress)).toContain(`"app.kubernetes.io/component":"${name}"`);
      }
    }
  });
});

describe("the chart's own lists", () => {
  const inChart = (name: string): string => readFileSync(join(root, 'helm/people-sync', name), 'utf8');
  const components = parse(
    /define "people-sync.components" -\}\}\n([^]*?)\{\{- end/.exec(inChart('templates/lib/_components.tpl'))?.[1] ?? '',
  ) as Record<string, { schema: string; reads: string[]; writes: string[] }>;

  it('have the topics as they are declared', async () => {
    const { topics } = (await import(join(root, 'libs/contracts/src/topics.ts'))) as { topics: unknown };
    expect(parse(inChart('files/topics.yaml'))).toEqual(topics);
  });

  it('have the services and their schemas as they are declared', async () => {
    const path = join(root, 'libs/platform/src/database/service-schemas.ts');
    const { serviceSchemas } = (await import(path)) as { serviceSchemas: Record<string, string> };
    expect(Object.fromEntries(Object.entries(components).map(([name, { schema }]) => [name, schema]))).toEqual(
      serviceSchemas,
    );
  });

  it('have what each service reads, as its handlers say it', () => {
    for (const [name, { reads }] of Object.entries(components)) {
      const source = join(root, 'apps', name, 'src');
      const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
        file.endsWith('.handler.ts'),
      );
      const topics = files.flatMap((file) =>
        [...readFileSync(join(source, file), 'utf8').matchAll(/@EventBatch\('([\w.]+)'\)/g)].map(([, topic]) => topic),
      );
      expect([name, [...new Set(topics)].sort()]).toEqual([name, [...reads].sort()]);
    }
  });
});
