import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AnyEvent,
  type DataOf,
  decodeEvent,
  newEvent,
  type NewEvent,
  SyncRequested,
  SyncWithdrawn,
} from '@people-sync/contracts';
import { partitionOf, provisionBus } from '@people-sync/messaging';
import {
  credentialsV1,
  grpcClient,
  type GrpcClient,
  loadConfig,
  messagingV1,
  OneMachineAuthority,
  type RunningService,
  ServiceConfig,
  startService,
} from '@people-sync/platform';
import { Client } from 'pg';
import { startPeoplehrFetcher } from '../index';
import { type Answer, FakePeopleHr } from './fake-peoplehr.testkit';
import { FakeVault, vaultModule } from './fake-vault.testkit';

/** A customer with a key of its own, for which PeopleHR has answers. */
export interface RigTenant {
  readonly tenantId: string;
  readonly apiKey: string;
  readonly connectionId: string;
  readonly syncId: string;
}

/** A row of `fetcher.jobs`, as far as tests look at it. */
export interface JobRow {
  readonly state: string;
  readonly attempt: number;
  readonly failure: string | null;
  readonly due_at: Date | null;
}

/** Where a request stands on the bus. */
export interface BusOffset {
  readonly partition: number;
  readonly offset: number;
}

/** Calls until it does not throw: waiting for a condition. */
export type Eventually = <T>(check: () => Promise<T> | T) => Promise<T>;

/** The last word of an event's type: `snapshot.started`. */
export const nameOf = (event: AnyEvent): string => /peoplesync\.(.+)\.v1$/.exec(event.type)?.[1] ?? event.type;

const ENDS = new Set(['snapshot.completed', 'snapshot.unchanged', 'snapshot.failed']);

/** The fetcher between a real Postgres, the embedded event log, a fake vault and a fake PeopleHR. */
export class FetcherRig {
  readonly peopleHr = new FakePeopleHr();
  readonly vault = new FakeVault();
  private fetchers: RunningService[] = [];

  private constructor(
    readonly databaseUrl: string,
    private readonly eventually: Eventually,
    readonly sql: Client,
    readonly logFile: string,
    private readonly authority: OneMachineAuthority,
  ) {}

  private credentials: RunningService | undefined;

  /** @param databaseUrl an empty database of the suite's own */
  static async open(databaseUrl: string, eventually: Eventually): Promise<FetcherRig> {
    await provisionBus(databaseUrl);
    const directory = await mkdtemp(join(tmpdir(), 'fetcher-'));
    const authority = await OneMachineAuthority.open(directory);
    const sql = new Client({ connectionString: databaseUrl });
    await sql.connect();
    const rig = new FetcherRig(databaseUrl, eventually, sql, join(directory, 'fetcher.log'), authority);
    await rig.peopleHr.listen();
    const config = loadConfig(ServiceConfig, {
      ...(await authority.serviceEnvironment('credentials')),
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'silent',
    });
    const grpc = { package: 'peoplesync.credentials.v1' } as const;
    rig.credentials = await startService({ name: 'credentials', module: vaultModule(rig.vault), config, grpc });
    return rig;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.credentials?.close();
    await this.sql.end();
    this.peopleHr.close();
    this.authority.close();
  }

  /** The vault as `name` reaches it. */
  async vaultFor(name: string): Promise<GrpcClient<credentialsV1.CredentialsClient>> {
    const SERVICE_TOKEN_FILE = await this.authority.serviceTokenFile(name);
    const service = { package: 'peoplesync.credentials.v1', service: credentialsV1.CREDENTIALS_SERVICE_NAME } as const;
    return grpcClient<credentialsV1.CredentialsClient>(service, this.credentials?.grpc ?? '', { SERVICE_TOKEN_FILE });
  }

  /** The environment of a fetcher; pauses are short, so that a test waits for conditions only. */
  async environment(): Promise<Record<string, string>> {
    return {
      ...(await this.authority.serviceEnvironment('peoplehr-fetcher')),
      DATABASE_URL: this.databaseUrl,
      BUS_DATABASE_URL: this.databaseUrl,
      PEOPLEHR_BASE_URL: this.peopleHr.url,
      CREDENTIALS_GRPC: this.credentials?.grpc ?? '',
      DIGEST_KEY: Buffer.alloc(32, 7).toString('base64'),
      MANAGEMENT_PORT: '0',
      LOG_LEVEL: 'trace',
      LOG_FILE: this.logFile,
      RETRY_BASE_MS: '1',
      PUBLISH_PATIENCE_MS: '0',
      THROTTLE_WAIT_MS: '1',
      POLL_MS: '50',
    };
  }

  async start(changes: Record<string, string> = {}): Promise<RunningService> {
    const service = await startPeoplehrFetcher({ ...(await this.environment()), ...changes });
    this.fetchers.push(service);
    return service;
  }

  /** Stops all fetchers. */
  async stop(): Promise<void> {
    await Promise.all(this.fetchers.map((service) => service.close()));
    this.fetchers = [];
  }

  tenant(...answers: Answer[]): RigTenant {
    const tenantId = `t-${randomBytes(6).toString('hex')}`;
    const [apiKey, connectionId] = [`CANARY-KEY-${tenantId}`, randomUUID()];
    this.vault.keys.set(tenantId, { connectionId, apiKey, companyId: '66446' });
    this.peopleHr.will(apiKey, ...answers);
    return { tenantId, apiKey, connectionId, syncId: randomUUID() };
  }

  /** Puts a SyncRequested onto the bus, as the gateway's relay does. */
  async request(
    { tenantId, syncId }: RigTenant,
    changes: Partial<DataOf<typeof SyncRequested>> = {},
  ): Promise<BusOffset> {
    const { rows } = await this.sql.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const time = rows[0]?.now.toISOString();
    const event = newEvent(
      SyncRequested,
      { source: '/peoplesync/gateway', tenantId, syncId, actor: 'ada', time },
      { number: 1, mode: 'apply', trigger: 'manual', baseDigest: null, erased: [], ...changes },
    );
    return this.put(event);
  }

  /** A request that this fetcher cannot read; by default one as a newer gateway would write it. */
  unreadableRequest({ tenantId, syncId }: RigTenant, number = 1, damage = asOfNewerGateway): Promise<BusOffset> {
    const event = newEvent(
      SyncRequested,
      { source: '/peoplesync/gateway', tenantId, syncId },
      { number, mode: 'apply', trigger: 'manual', baseDigest: null, erased: [] },
    );
    return this.put({ ...event, json: damage(event.json) });
  }

  /** The operators' door of a fetcher, as the gateway comes to it. Whoever opens it closes it. */
  async parkingOf(fetcher: RunningService): Promise<GrpcClient<messagingV1.ParkingClient>> {
    const address = { package: 'peoplesync.messaging.v1', service: messagingV1.PARKING_SERVICE_NAME } as const;
    const SERVICE_TOKEN_FILE = await this.authority.serviceTokenFile('gateway');
    return grpcClient<messagingV1.ParkingClient>(address, fetcher.grpc ?? '', { SERVICE_TOKEN_FILE });
  }

  /** The same with a SyncWithdrawn. */
  withdraw({ tenantId, syncId }: RigTenant, number = 1): Promise<BusOffset> {
    return this.put(newEvent(SyncWithdrawn, { source: '/peoplesync/gateway', tenantId, syncId }, { number }));
  }

  private async put(event: NewEvent): Promise<BusOffset> {
    const tenantId = event.key;
    const partition = partitionOf(tenantId);
    const { rows } = await this.sql.query<{ record_offset: string }>(
      `WITH place AS (
         UPDATE bus_stream SET next_offset = next_offset + 1 WHERE topic = $1 AND partition = $2
         RETURNING topic, partition, next_offset - 1 AS record_offset
       ), filed AS (
         INSERT INTO bus_record (topic, partition, record_offset, key, value) SELECT *, $3, $4 FROM place
       ) SELECT record_offset, pg_notify('peoplesync_bus', '') FROM place`,
      [event.topic, partition, tenantId, event.json],
    );
    return { partition, offset: Number(rows[0]?.record_offset) };
  }

  /** The bus takes no event of the tenant in which this word stands, as a broker does whose disk is full. */
  async refuse({ tenantId }: RigTenant, ...words: string[]): Promise<void> {
    await this.sql.query('CREATE TABLE IF NOT EXISTS refused (key text, word text)');
    await this.sql.query(
      `CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF EXISTS (SELECT 1 FROM refused WHERE key = NEW.key AND NEW.value LIKE '%' || word || '%')
         THEN RAISE EXCEPTION 'no room'; END IF;
         RETURN NEW;
       END $$`,
    );
    await this.sql.query(
      'CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON bus_record FOR EACH ROW EXECUTE FUNCTION refuse()',
    );
    await this.sql.query('INSERT INTO refused SELECT $1, unnest($2::text[])', [tenantId, words]);
  }

  /** The bus takes everything again. */
  async refuseNothing(): Promise<void> {
    await this.sql.query('DELETE FROM refused');
  }

  /** Resolves when the job has been claimed more often than that. */
  async claimed({ tenantId }: RigTenant, times: number): Promise<void> {
    await this.eventually(async () => {
      const { rows } = await this.sql.query<JobRow>('SELECT * FROM fetcher.jobs WHERE tenant_id = $1', [tenantId]);
      if (!((rows[0]?.attempt ?? 0) > times)) throw new Error(`claimed ${rows[0]?.attempt ?? 0} times so far`);
    });
  }

  /** Resolves when the fetcher has taken the request at this place. */
  async taken({ partition, offset }: BusOffset): Promise<void> {
    await this.eventually(async () => {
      const { rows } = await this.sql.query<{ next_offset: string }>(
        `SELECT next_offset FROM fetcher.consumer_progress WHERE topic = 'peoplesync.requests' AND partition = $1`,
        [partition],
      );
      if (!(Number(rows[0]?.next_offset) > offset)) throw new Error('the request was not taken');
    });
  }

  /** The tenant's snapshot events so far, each checked against its schema. */
  async events({ tenantId }: RigTenant): Promise<AnyEvent[]> {
    const { rows } = await this.sql.query<{ value: string }>(
      `SELECT value FROM bus_record WHERE topic = 'peoplesync.snapshots' AND key = $1 ORDER BY record_offset`,
      [tenantId],
    );
    return rows.map(({ value }) => {
      const decoded = decodeEvent('peoplesync.snapshots', Buffer.from(value));
      if (!decoded.ok) throw new Error(decoded.reason);
      return decoded.event;
    });
  }

  /** The same, once so many attempts have ended and the job is done. */
  async ended(tenant: RigTenant, times = 1): Promise<AnyEvent[]> {
    await this.eventually(async () => {
      const events = await this.events(tenant);
      const ends = events.filter((event) => ENDS.has(nameOf(event)));
      if (ends.length < times) throw new Error(`so far ${events.map(nameOf).join(', ')}`);
    });
    await this.job(tenant, 'done');
    return this.events(tenant);
  }

  /** The tenant's job, once it has this state. */
  async job({ tenantId }: RigTenant, state: string): Promise<JobRow> {
    return this.eventually(async () => {
      const { rows } = await this.sql.query<JobRow>('SELECT * FROM fetcher.jobs WHERE tenant_id = $1', [tenantId]);
      const [row] = rows;
      if (row?.state !== state) throw new Error(`the job is ${row?.state ?? 'not there'}, not ${state}`);
      return row;
    });
  }
}

const asOfNewerGateway = (json: string): string => json.replace('sync.requested.v1', 'sync.requested.v2');
