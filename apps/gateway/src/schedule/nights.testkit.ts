import { newId } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import { ServiceLogger } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { GatewayConfig } from '../gateway.config';
import type { ConnectedTenants } from '../integrations/connected-tenants';
import { gatewaySchema } from '../migrations/gateway-schema';
import { SyncStarter } from '../syncs/sync-starter';
import { Sync } from '../syncs/sync.entity';
import { SyncsRepository } from '../syncs/syncs.repository';
import { DatabaseClock } from './database-clock';
import { nextStart } from './night';
import { NightStarter } from './night-starter';
import { SchedulesRepository } from './schedules.repository';

/** A clock that stands until it is set. */
export class SetClock extends DatabaseClock {
  constructor(public at: Date) {
    super();
  }

  override now(): Promise<Date> {
    return Promise.resolve(this.at);
  }
}

/** What starts syncs by schedules, as in one gateway, with connections of its own and a clock that is set. */
export class OneGateway {
  private constructor(
    readonly name: string,
    readonly dataSource: DataSource,
    readonly starter: NightStarter,
    readonly syncStarter: SyncStarter,
  ) {}

  static async over(
    url: string,
    clock: DatabaseClock,
    connected: ConnectedTenants,
    perMinute = 20,
  ): Promise<OneGateway> {
    const applicationName = `gateway-${newId()}`;
    const migrations = [...gatewaySchema.migrations];
    const dataSource = new DataSource({
      type: 'postgres',
      url,
      entities: [Sync],
      migrations,
      poolSize: 4,
      applicationName,
    });
    await dataSource.initialize();
    const config = Object.assign(new GatewayConfig(), { SCHEDULE_STARTS_PER_MINUTE: perMinute });
    const schedules = new SchedulesRepository(dataSource);
    const syncStarter = new SyncStarter(dataSource, new SyncsRepository(dataSource), new EventLog(), connected);
    const logger = new ServiceLogger({ service: 'test', level: 'silent' });
    const starter = new NightStarter(config, dataSource, schedules, syncStarter, clock, logger);
    return new OneGateway(applicationName, dataSource, starter, syncStarter);
  }

  /** Tenants with a schedule that was switched on at this time. */
  async tenants(names: readonly string[], timeZone: string, at: Date): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO tenants (tenant_id, name, time_zone) SELECT unnest($1::text[]), 'Northwind Tiles', $2`,
      [names, timeZone],
    );
    const window = { from: 60, until: 300 };
    const starts = names.map((tenantId) => nextStart(at, { tenantId, minute: null, timeZone }, window));
    await this.dataSource.query(
      `INSERT INTO schedules (tenant_id, enabled, next_at) SELECT n, true, at FROM unnest($1::text[], $2::timestamptz[]) AS v (n, at)`,
      [names, starts],
    );
  }

  /** Syncs that were started by a schedule, of tenants whose names begin so. */
  started(prefix: string): Promise<{ tenant: string; trigger: string; requestedBy: string; status: string }[]> {
    return this.dataSource.query(
      `SELECT tenant_id AS tenant, trigger, requested_by AS "requestedBy", status FROM syncs WHERE tenant_id LIKE $1`,
      [`${prefix}-%`],
    );
  }

  /** The night's syncs are over. */
  async endAll(): Promise<void> {
    await this.dataSource.query(`UPDATE syncs SET status = 'completed', finished_at = now() WHERE rank < 6`);
  }

  /** Its process dies in the middle of the next transaction: everything is in it, and nothing is committed. */
  diesStarting(): void {
    const startWithin = this.syncStarter.startWithin.bind(this.syncStarter);
    this.syncStarter.startWithin = async (tx, calls, first) => {
      await startWithin(tx, calls, first);
      void this.dataSource.destroy();
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
      throw new Error('nobody is left to say so');
    };
  }

  async nextOf(tenantId: string): Promise<string | undefined> {
    const [row] = await this.dataSource.query<{ at: Date }[]>(
      'SELECT next_at AS at FROM schedules WHERE tenant_id = $1',
      [tenantId],
    );
    return row?.at.toISOString();
  }
}
