import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provisionBus } from '@people-sync/messaging';
import {
  grpcClient,
  type GrpcClient,
  loadConfig,
  OneMachineAuthority,
  peoplesyncV1,
  type Role,
  type RunningService,
  ServiceConfig,
  startService,
} from '@people-sync/platform';
import { Client } from 'pg';
import { startGateway } from '../index';
import { checkGrpc, DescribedInterface } from './described-interface.testkit';
import { neighboursModule } from './neighbours-module.testkit';
import { Neighbours } from './neighbours.testkit';

/** For calls with lists. */
const ample = { bytes: 32 * 1024 * 1024, entries: 100_000 };

export type PlatformClient = GrpcClient<peoplesyncV1.PeopleSyncClient, 'watchSync'>;

/** What tests look at in an answer's JSON; there may be more. */
export class AnyBody {
  syncId: string;
  syncNumber: number;
  problemId: string;
  parkedId: string;
  status: string | number;
  items: AnyBody[];
  nextCursor: string | null;
  type: string;
  detail: string;
  fields: { field: string; message: string }[];
  [other: string]: unknown;
}

/** An answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty if it is not JSON. */
  readonly body: AnyBody;
}

/** A database of the suite's own. */
export interface SuiteDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A gateway over a real Postgres and the embedded event log, with neighbours that tests play. */
export class GatewayRig {
  private constructor(
    readonly database: SuiteDatabase,
    readonly authority: OneMachineAuthority,
    readonly neighbours: Neighbours,
    private readonly neighbour: RunningService,
    readonly sql: Client,
    readonly environment: Record<string, string>,
    public gateway: RunningService,
  ) {}

  /** What the interface's description says that calls may be refused with: whatever a test is refused with is in it. */
  private described: Promise<DescribedInterface> | undefined;

  static async start(database: SuiteDatabase, extra: Record<string, string> = {}): Promise<GatewayRig> {
    await provisionBus(database.url);
    const directory = await mkdtemp(join(tmpdir(), 'gateway-'));
    const authority = await OneMachineAuthority.open(directory);
    const common = {
      DATABASE_URL: database.url,
      BUS_DATABASE_URL: database.url,
      LOG_LEVEL: 'trace',
      DATABASE_POOL_SIZE: '6',
      GRPC_PORT: '0',
    };
    const neighbours = new Neighbours();
    const neighbour = await startService({
      name: 'neighbours',
      module: neighboursModule(neighbours),
      config: loadConfig(ServiceConfig, {
        ...common,
        ...(await authority.serviceEnvironment('neighbours')),
        LOG_FILE: join(directory, 'neighbours.log'),
      }),
      grpc: {
        package: [
          'peoplesync.credentials.v1',
          'peoplesync.reconciler.v1',
          'peoplesync.writer.v1',
          'peoplesync.messaging.v1',
          'peoplesync.audit.v1',
        ],
        limits: {
          'Writer/GetPeople': ample,
          'Reconciler/ImportPeople': ample,
          'Reconciler/ApprovePlan': ample,
          'Reconciler/SetPolicy': ample,
        },
      },
    });
    const environment = {
      ...common,
      ...(await authority.serviceEnvironment('gateway')),
      ...authority.userEnvironment(),
      LOG_FILE: join(directory, 'gateway.log'),
      HTTP_PORT: '0',
      // Suites connect more companies in a minute than anybody does.
      CONNECTS_PER_MINUTE: '100000',
      CONNECTS_PER_MINUTE_OF_PLATFORM: '100000',
      CREDENTIALS_GRPC: neighbour.grpc ?? '',
      RECONCILER_GRPC: neighbour.grpc ?? '',
      WRITER_GRPC: neighbour.grpc ?? '',
      FETCHER_GRPC: neighbour.grpc ?? '',
      AUDIT_GRPC: neighbour.grpc ?? '',
      ...extra,
    };
    const gateway = await startGateway(environment);
    const sql = new Client({ connectionString: database.url });
    await sql.connect();
    return new GatewayRig(database, authority, neighbours, neighbour, sql, environment, gateway);
  }

  async stop(): Promise<void> {
    await this.gateway.close();
    await this.neighbour.close();
    await this.sql.end();
    this.authority.close();
    await this.database.drop();
  }

  /** Another gateway over the same database. */
  another(extra: Record<string, string> = {}): Promise<RunningService> {
    return startGateway({ ...this.environment, ...extra });
  }

  token(role: Role, tenant?: string): Promise<string> {
    const subject = role === 'peoplesync.platform' ? 'wethrive-platform' : `${role.slice(11)}@${tenant ?? ''}.example`;
    return this.authority.userToken({ subject, roles: [role], ...(tenant === undefined ? {} : { tenant }) });
  }

  /** A tenant with licences, connected to PeopleHR. */
  async tenant(tenantId: string): Promise<string> {
    const token = await this.token('peoplesync.platform');
    await this.http('PUT', `/v1/tenants/${tenantId}`, { token, body: { name: 'Northwind Tiles', seats: 50 } });
    await this.http('PUT', `/v1/tenants/${tenantId}/integrations/peoplehr`, { token, body: { apiKey: 'key-1234' } });
    return token;
  }

  /** The tenant's first sync has ended well. */
  async synced(tenantId: string): Promise<void> {
    const token = await this.token('peoplesync.platform');
    await this.http('POST', `/v1/tenants/${tenantId}/syncs`, { token, body: { mode: 'apply' } });
    await this.sql.query(
      `UPDATE gateway.syncs SET status = 'completed', finished_at = now() WHERE tenant_id = $1 AND number = 1`,
      [tenantId],
    );
  }

  async http(
    method: string,
    path: string,
    options: { token?: string; body?: unknown; headers?: Record<string, string>; gateway?: RunningService } = {},
  ): Promise<HttpAnswer> {
    const { token, body, headers = {}, gateway = this.gateway } = options;
    const response = await fetch(`${gateway.http ?? ''}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}`, 'acting-user': 'wethrive-platform' }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const parsed: unknown = isJson ? JSON.parse(text) : {};
    const answered = Object.assign<AnyBody, unknown>(new AnyBody(), parsed);
    if (isJson && path !== '/openapi.json') {
      const described = await (this.described ??= DescribedInterface.of(this.gateway.http ?? ''));
      if (response.ok) described.checkAnswer(method, path, response.status, parsed);
      else described.checkHttp(method, path, response.status, answered);
    }
    return { status: response.status, headers: response.headers, text, body: answered };
  }

  /** The main platform's gRPC client with this token. */
  async grpc(token: string, gateway = this.gateway): Promise<PlatformClient> {
    const path = join(await mkdtemp(join(tmpdir(), 'token-')), 'token');
    await writeFile(path, token);
    const client = grpcClient<peoplesyncV1.PeopleSyncClient, 'watchSync'>(
      { package: 'wethrive.peoplesync.v1', service: peoplesyncV1.PEOPLE_SYNC_SERVICE_NAME },
      gateway.grpc ?? '',
      { SERVICE_TOKEN_FILE: path },
    );
    return actingFor('wethrive-platform', client);
  }

  /** SyncRequested events of the tenant as they are on the bus, in order. */
  async requests(tenantId: string, name = 'sync.requested'): Promise<unknown[]> {
    const { rows } = await this.sql.query<{ value: string }>(
      `SELECT value FROM bus_record
        WHERE topic = 'peoplesync.requests' AND key = $1 AND value LIKE '%.' || $2 || '.v1"%' ORDER BY record_offset`,
      [tenantId, name],
    );
    return [...new Set(rows.map(({ value }) => value))].map((value): unknown => JSON.parse(value));
  }
}

/** The same client, whose calls name this person unless they name another, or none; refusals are looked at. */
const actingFor = (person: string, client: PlatformClient): PlatformClient =>
  new Proxy(client, {
    get: (target, name): unknown => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || name === 'close') return method;
      return (request: object, options: { metadata?: Readonly<Record<string, string | Buffer>> } = {}): unknown => {
        const metadata = { 'acting-user': person, ...options.metadata };
        const answer: unknown = Reflect.apply(method, target, [request, { ...options, metadata }]);
        if (!(answer instanceof Promise)) return answer;
        return answer.catch((error: unknown) => {
          checkGrpc(String(name), error);
          throw error;
        });
      };
    },
  });
