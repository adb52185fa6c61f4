import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment, OneMachineAuthority, UserClaims } from '@people-sync/platform';
import type { EmbeddedKafka } from '../servers/kafka';
import type { EmbeddedPostgres } from '../servers/postgres';
import type { StartedServers } from '../servers/started-servers';
import type { ProcessName, ServiceName } from './process-names';
import type { Start, SystemProcess } from './system-process';

export { type ProcessName, type ServiceName, services } from './process-names';

/** Where a running system is reached. */
export interface Addresses {
  /** The gateway's HTTP, `http://host:port`. */
  readonly http: string;
  /** The gateway's gRPC, `host:port`. */
  readonly grpc: string;
  /** The gateway's health and metrics, `http://host:port`. */
  readonly management: string;
  /** The others' too; in the embedded form the gateway answers for all of them. */
  readonly managements: Readonly<Record<ServiceName, string>>;
  /** The simulator; its control interface is below `/_simulator`. */
  readonly peoplehr: string;
  /** A token with the platform role. */
  readonly token: string;
  /** The database with every service's schema, as a superuser. */
  readonly databaseUrl: string;
}

/** What a RunningSystem is made of. */
export interface SystemParts {
  readonly form: 'distributed' | 'embedded';
  readonly processes: ReadonlyMap<ProcessName, SystemProcess>;
  readonly authority: OneMachineAuthority;
  /** Asked again after every start: a process may have other ports then. */
  addresses(): Promise<Addresses>;
  /** None in the embedded form. */
  readonly brokers: readonly string[];
  /** The system's own Kafka; undefined where it uses a given one, or none. */
  readonly kafka: EmbeddedKafka | undefined;
  /** The system's own PostgreSQL; undefined where it has a database on the run's. */
  readonly postgres?: EmbeddedPostgres | undefined;
  /** What `provision` has to know to prepare what it runs on; undefined where it prepares that itself. */
  readonly provision?: Environment;
  readonly started: StartedServers;
}

/** PeopleSync as processes. Whoever starts it must stop it. */
export class RunningSystem {
  private constructor(
    private readonly parts: SystemParts,
    private at: Addresses,
  ) {}

  /** Takes over processes that are ready. */
  static async of(parts: SystemParts): Promise<RunningSystem> {
    return new RunningSystem(parts, await parts.addresses());
  }

  get form(): 'distributed' | 'embedded' {
    return this.parts.form;
  }

  get http(): string {
    return this.at.http;
  }

  get grpc(): string {
    return this.at.grpc;
  }

  get management(): string {
    return this.at.management;
  }

  /** Where each service answers for its health and its metrics, `http://host:port`. */
  get managements(): Readonly<Record<ServiceName, string>> {
    return this.at.managements;
  }

  /** What a process of this service tells a Prometheus. */
  async metrics(service: ServiceName): Promise<string> {
    const answer = await fetch(`${this.at.managements[service]}/metrics`);
    if (!answer.ok) throw new Error(`/metrics of ${service} answers ${answer.status}`);
    return answer.text();
  }

  get peoplehr(): string {
    return this.at.peoplehr;
  }

  get token(): string {
    return this.at.token;
  }

  get databaseUrl(): string {
    return this.at.databaseUrl;
  }

  get brokers(): readonly string[] {
    return this.parts.brokers;
  }

  /** The broker, to kill and to start again. @throws in the embedded form and on a given Kafka. */
  get kafka(): EmbeddedKafka {
    if (!this.parts.kafka) throw new Error('this system has no Kafka of its own');
    return this.parts.kafka;
  }

  /** The database's server, to stop and to start again. @throws on a server that others use too. */
  get postgres(): EmbeddedPostgres {
    if (!this.parts.postgres) throw new Error('this system has no PostgreSQL of its own');
    return this.parts.postgres;
  }

  /** Where a service's health and metrics are, of the distributed form. */
  managementOf(name: ProcessName): string {
    return this.process(name).management;
  }

  /** `host:port` of a service's gRPC, of the distributed form. */
  grpcOf(name: ProcessName): string {
    return this.process(name).grpc;
  }

  /** The file of a token by which a service knows another. */
  serviceTokenFile(name: ServiceName): Promise<string> {
    return this.parts.authority.serviceTokenFile(name);
  }

  /** The HTTP of every gateway. */
  get doors(): readonly string[] {
    const doors = [...this.parts.processes.values()].flatMap(({ http }) => http ?? []);
    return doors.length > 0 ? doors : [this.http];
  }

  /** A token for somebody else, e.g. the administrator of one tenant. */
  tokenFor(claims: UserClaims): Promise<string> {
    return this.parts.authority.userToken(claims);
  }

  /** Whether a process is there, ready or not. */
  runs(name: ProcessName): boolean {
    return this.process(name).runs;
  }

  /** @throws if it does not run. */
  pid(name: ProcessName): number {
    return this.process(name).pid;
  }

  /** Everything that a process has written, over all its starts. */
  log(name: ProcessName): string {
    return this.process(name).log;
  }

  /** Everything that all processes have written. */
  logs(): string {
    return [...this.parts.processes.values()].map(({ log }) => log).join('');
  }

  /** Ends a process at once, as a crash would; resolves when it is gone. */
  kill(name: ProcessName): Promise<void> {
    return this.process(name).end('SIGKILL');
  }

  /** Ends a process as an operator would; resolves when it has drained. */
  terminate(name: ProcessName): Promise<void> {
    return this.process(name).end('SIGTERM');
  }

  /**
   * Starts a process, ended as a crash would if it still runs; resolves when it is ready. Its environment stays the same
   * but for what is given, which stays from then on.
   */
  async restart(name: ProcessName, start: Start = {}): Promise<void> {
    await this.kill(name);
    await this.process(name).start(start);
    this.at = await this.parts.addresses();
  }

  /** Starts a process, which does not run, although it has to end by itself; resolves with what it said. */
  startInVain(name: ProcessName): Promise<string> {
    return this.process(name).startInVain();
  }

  /** Runs this version's `provision`, as an upgrade does first; what it says. @throws with what it lacks */
  async provision(...words: readonly string[]): Promise<string> {
    if (!this.parts.provision) throw new Error('this system prepares what it runs on by itself');
    const main = join(__dirname, '../../../../apps/provision/dist/main.js');
    const env = { PATH: process.env['PATH'], ...this.parts.provision };
    const { stdout } = await promisify(execFile)(process.execPath, [main, ...words], { env });
    return stdout;
  }

  /** Ends every process as an operator would; resolves when all have drained. */
  async terminateAll(): Promise<void> {
    await Promise.all([...this.parts.processes.values()].map((process) => process.end('SIGTERM')));
  }

  /**
   * Ends everything and removes what belonged to it.
   * @throws afterwards if a process had ended by itself, or does not stop cleanly: the end of its log is in the message.
   */
  async stop(): Promise<void> {
    const processes = [...this.parts.processes.values()];
    for (const process of processes) process.willEnd();
    await this.parts.started.end();
    const complaints = processes.flatMap(({ misbehaved }) => misbehaved ?? []);
    await this.parts.started.stop();
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  }

  private process(name: ProcessName): SystemProcess {
    const process = this.parts.processes.get(name);
    if (!process) throw new Error(`${name} is no process of the ${this.form} form`);
    return process;
  }
}
