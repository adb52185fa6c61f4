import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OneMachineAuthority, type UserClaims } from '@people-sync/platform';
import { Client, escapeIdentifier } from 'pg';
import { apply, kubectl, onNode, type Pod, resources } from './cluster';

/** The services' names in the chart: of their Deployments, Services and accounts. */
export const components = [
  'gateway',
  'credentials',
  'peoplehr-fetcher',
  'reconciler',
  'wethrive-writer',
  'audit',
] as const;

/** One of them. */
export type Component = (typeof components)[number];

/** As the chart's `mode`: each service by itself, or all of them in one process without Kafka. */
export type Mode = 'distributed' | 'single';

const ROOT = join(__dirname, '..', '..', '..', '..');
const CHART = join(ROOT, 'helm', 'people-sync');
const POSTGRES = 'postgres.postgres.svc.cluster.local:5432';
const KAFKA = 'kafka.kafka.svc.cluster.local:9092';
const PEOPLEHR = 'http://peoplehr.peoplehr.svc.cluster.local';
const SCHEMAS = ['gateway', 'credentials', 'fetcher', 'reconciler', 'writer', 'audit', 'bus'] as const;
const TOKEN_SECONDS = 24 * 3600;
/** On each pod, since several installations may stand beside each other: of which one it is. */
const INSTALLATION_LABEL = 'tests/installation';

/** Values for Helm, nested as in the chart. */
export type Values = Readonly<Record<string, unknown>>;

/** A namespace under Pod Security's `restricted` in which a platform team installs PeopleSync with Helm. */
export class Installation {
  readonly peoplehr = PEOPLEHR;
  readonly brokers: readonly string[] = [KAFKA];
  /** The release; every resource's name begins with it. */
  readonly release = 'people-sync';
  /** Stands before every topic of this installation; topics of an earlier one stay in Kafka. */
  readonly topicPrefix = `${randomBytes(4).toString('hex')}.`;
  private folder = '';
  private platformToken = '';
  private values: Values = {};

  private constructor(
    readonly namespace: string,
    readonly mode: Mode,
    private readonly authority: OneMachineAuthority,
  ) {}

  /**
   * What the operations guide says must be there before: a namespace, a database, secrets, the identity provider's public
   * keys. Nothing is installed yet.
   */
  static async prepare(namespace: string, mode: Mode = 'distributed'): Promise<Installation> {
    const folder = await mkdtemp(join(tmpdir(), 'peoplesync-install-'));
    const authority = await OneMachineAuthority.open(join(folder, 'authority'));
    const made = new Installation(namespace, mode, authority);
    made.folder = folder;
    made.platformToken = await authority.userToken(
      { subject: 'wethrive-platform', roles: ['peoplesync.platform'] },
      TOKEN_SECONDS,
    );
    await made.clear();
    await made.makeDatabase();
    await made.makeNamespace();
    made.values = made.ownValues();
    return made;
  }

  /** What selects this installation's pods in the whole cluster. */
  get podSelector(): string {
    return `${INSTALLATION_LABEL}=${this.namespace}`;
  }

  /** The gateway's HTTP, by its Service. */
  get http(): string {
    return `http://${this.release}-gateway.${this.namespace}.svc.cluster.local`;
  }

  /** The gateway's gRPC, by its Service. */
  get grpc(): string {
    return `${this.release}-gateway.${this.namespace}.svc.cluster.local:50051`;
  }

  /** A token with the platform role. */
  get token(): string {
    return this.platformToken;
  }

  /** Its database, as a superuser. */
  get databaseUrl(): string {
    return `postgres://postgres:postgres@${POSTGRES}/${this.databaseName}`;
  }

  /** A token for somebody else, e.g. the administrator of one tenant. */
  tokenFor(claims: UserClaims): Promise<string> {
    return this.authority.userToken(claims);
  }

  /** `helm install` or `upgrade` with these values beside its own. @throws with Helm's words if it does not succeed */
  async helm(command: 'install' | 'upgrade', more: Values = {}, ...flags: readonly string[]): Promise<string> {
    const files = [await this.valuesFile('own', this.values), await this.valuesFile('more', more)];
    const values = files.flatMap((file) => ['--values', file]);
    const wait = ['--wait', '--timeout', '10m'];
    return this.explained(() => this.helmOfRelease(command, this.release, CHART, ...values, ...wait, ...flags));
  }

  /**
   * A command of Helm as a page has it, word for word, but that its own values are in the place of `my-values.yaml`.
   * @throws with Helm's words if it does not succeed
   */
  async helmAsWritten(command: string): Promise<string> {
    const [program, ...words] = command.trim().split(/\s+/);
    if (program !== 'helm') throw new Error(`no command of Helm: ${command}`);
    const own = await this.valuesFile('own', this.values);
    return this.explained(() =>
      onNode(
        'helm',
        words.map((word) => (word === 'my-values.yaml' ? own : word)),
      ),
    );
  }

  /**
   * A block of commands as a page has it, word for word, but that its own values are in the place of `my-values.yaml`. Run
   * where the chart is, as one script that ends with the first command that fails.
   * @returns what it printed. @throws with what it said if it fails
   */
  async shellAsWritten(block: string): Promise<string> {
    const own = await this.valuesFile('own', this.values);
    const script = `set -euo pipefail\ncd '${ROOT}'\n${block.replaceAll('my-values.yaml', own)}`;
    return this.explained(() => onNode('bash', ['-c', script]));
  }

  private async valuesFile(name: string, values: Values): Promise<string> {
    const file = join(this.folder, `${name}.json`);
    await writeFile(file, JSON.stringify(values));
    return file;
  }

  /** With what the pods and the cluster say, where it does not succeed. */
  private async explained(going: () => Promise<string>): Promise<string> {
    try {
      return await going();
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const pods = await this.kubectl('get', 'pods');
      const warnings = await this.kubectl('get', 'events', '--field-selector', 'type=Warning');
      throw new Error(`${said}\n${pods}\n${warnings}`, { cause: error });
    }
  }

  /** Any other command of Helm in this namespace. */
  helmOfRelease(command: string, ...args: readonly string[]): Promise<string> {
    return onNode('helm', [command, ...args, '--namespace', this.namespace]);
  }

  kubectl(...args: readonly string[]): Promise<string> {
    return kubectl('--namespace', this.namespace, ...args);
  }

  /** The pods of a component, or of all of them, that are not about to go. */
  async pods(component?: Component | 'single'): Promise<Pod[]> {
    const selector = `app.kubernetes.io/instance=${this.release},app.kubernetes.io/component${component === undefined ? '' : `=${component}`}`;
    const found = await resources<Pod>('pods', '--namespace', this.namespace, '--selector', selector);
    const names: readonly string[] = this.mode === 'single' ? ['single'] : components;
    return found.filter(({ metadata, status }) => {
      const { 'app.kubernetes.io/component': of = '' } = metadata.labels ?? {};
      return names.includes(of) && metadata.deletionTimestamp === undefined && status.phase !== 'Failed';
    });
  }

  /** Kills the process in a pod, as a fault of its machine would; the kubelet starts it again. */
  async kill(pod: Pod): Promise<void> {
    const id = pod.status.containerStatuses?.[0]?.containerID?.replace('containerd://', '') ?? '';
    const tasks = await onNode('ctr', ['--namespace', 'k8s.io', 'tasks', 'list']);
    const pid = Number(new RegExp(`^${id}\\s+(\\d+)`, 'm').exec(tasks)?.[1]);
    if (id === '' || !(pid > 1)) throw new Error(`${pod.metadata.name} has no process`);
    process.kill(pid, 'SIGKILL');
  }

  /** What every pod has written since it started. */
  async logs(): Promise<string> {
    const selector = `app.kubernetes.io/instance=${this.release}`;
    return this.kubectl('logs', '--selector', selector, '--tail=-1', '--prefix', '--max-log-requests=50').catch(String);
  }

  /** Takes all of it away; what takes its time to go does so while others go on. Its database is left to the next `prepare`. */
  async remove(): Promise<void> {
    await this.helmOfRelease('uninstall', this.release, '--ignore-not-found');
    await kubectl('delete', 'namespace', this.namespace, '--ignore-not-found', '--wait=false');
    this.authority.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private get databaseName(): string {
    return this.namespace.replaceAll('-', '_');
  }

  /** What an earlier run has left on a node that was kept. */
  private async clear(): Promise<void> {
    await this.helmOfRelease('uninstall', this.release, '--ignore-not-found', '--wait', '--timeout', '5m');
    await kubectl('delete', 'namespace', this.namespace, '--ignore-not-found', '--timeout=5m');
    await this.asAdministrator(`DROP DATABASE IF EXISTS ${escapeIdentifier(this.databaseName)} WITH (FORCE)`);
  }

  private makeDatabase(): Promise<void> {
    return this.asAdministrator(`CREATE DATABASE ${escapeIdentifier(this.databaseName)}`);
  }

  private async asAdministrator(sql: string): Promise<void> {
    const client = new Client({ connectionString: `postgres://postgres:postgres@${POSTGRES}/postgres` });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }

  private async makeNamespace(): Promise<void> {
    const metadata = (name: string) => ({ name, namespace: this.namespace });
    const secret = (name: string, stringData: Readonly<Record<string, string>>) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: metadata(name),
      stringData,
    });
    const passwords = SCHEMAS.map((schema) => [`${schema}-password`, randomBytes(12).toString('hex')] as const);
    await apply(
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: this.namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      },
      secret('people-sync-keys', {
        keyring: `k1:${randomBytes(32).toString('base64')}`,
        'digest-key': randomBytes(32).toString('base64'),
        'person-keyring': `p1:${randomBytes(32).toString('base64')}`,
        'signing-keys': `s1:${randomBytes(32).toString('base64')}`,
        'token-key': randomBytes(32).toString('base64'),
      }),
      secret('people-sync-database', Object.fromEntries(passwords)),
      secret('people-sync-database-admin', { 'admin-url': this.databaseUrl }),
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: metadata('identity-provider'),
        data: { 'jwks.json': await readFile(this.authority.jwksFile, 'utf8') },
      },
    );
  }

  /** As a platform team would write it for this cluster; requests are small, since the one node has two processors. */
  private ownValues(): Values {
    const own = (namespace: string) => ({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }],
    });
    const seen = {
      // Seen sooner than by the chart's own, and given up after the same half minute.
      probes: { periodSeconds: 2, failureThreshold: 15 },
      podLabels: { [INSTALLATION_LABEL]: this.namespace },
    };
    // Two installations beside each other, a pod more of each service while it rolls over, ask for less than two cores.
    const modest = { resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } } };
    const shared = {
      defaults: seen,
      image: { repository: 'localhost/people-sync', tag: '1' },
      auth: { issuer: this.authority.issuer, jwks: { configMap: 'identity-provider' } },
      peoplehr: { baseUrl: PEOPLEHR },
      secrets: { existingSecret: 'people-sync-keys' },
      postgresql: {
        host: POSTGRES.split(':')[0],
        database: this.databaseName,
        rolePrefix: `${this.databaseName}_`,
        existingSecret: 'people-sync-database',
        admin: { existingSecret: 'people-sync-database-admin' },
      },
      migrations: { resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '384Mi' } } },
      networkPolicy: {
        destinations: {
          postgresql: own('postgres'),
          kafka: own('kafka'),
          // Behind its Service it listens on a port of its own, and policies look at the pod's.
          peoplehr: { ...own('peoplehr'), ports: [{ port: 4010, protocol: 'TCP' }] },
        },
      },
    };
    if (this.mode === 'single')
      return {
        ...shared,
        mode: 'single',
        single: { resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { memory: '1Gi' } } },
      };
    return {
      ...shared,
      serviceIdentity: { issuer: 'https://kubernetes.default.svc' },
      kafka: { brokers: KAFKA, topicPrefix: this.topicPrefix },
      gateway: modest,
      credentials: modest,
      peoplehrFetcher: modest,
      reconciler: modest,
      wethriveWriter: modest,
      audit: modest,
    };
  }
}
