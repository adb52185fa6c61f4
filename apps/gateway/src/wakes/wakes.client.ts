import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { livelyConnection } from '@people-sync/messaging';
import { Client } from 'pg';
import { filter, map, type Observable, Subject } from 'rxjs';
import { GatewayConfig } from '../gateway.config';

/** Stands for every tenant: too many to name, or something may have been missed. */
export const ALL_TENANTS = '*';

const AGAIN_MS = 1_000;
/** A connection that died without a word is noticed this often, and after this long without an answer. */
const BEAT_MS = 10_000;

/** Hears by Postgres' NOTIFY what any gateway tells all of them: one connection for all channels. */
@Injectable()
export class WakesClient implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly told = new Subject<{ readonly channel: string; readonly tenantId: string }>();
  private readonly channels = new Set<string>();
  private client: Client | undefined;
  private again: NodeJS.Timeout | undefined;
  private beating: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(private readonly config: GatewayConfig) {}

  /**
   * Tenants that are named on the channel, or `ALL_TENANTS`; ends when this gateway stops. Ask for it before the
   * application is up. After a lost connection everybody is told once.
   */
  on(channel: string): Observable<string> {
    this.channels.add(channel);
    return this.told.pipe(
      filter((told) => told.channel === channel),
      map(({ tenantId }) => tenantId),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.listen();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.again);
    clearTimeout(this.beating);
    this.told.complete();
    await this.client?.end().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    if (this.stopping) return;
    const connectionString = this.config.databaseUrl;
    const client = new Client({
      ...livelyConnection,
      connectionString,
      application_name: 'peoplesync-gateway-wakes',
      connectionTimeoutMillis: BEAT_MS,
      query_timeout: BEAT_MS,
    });
    this.client = client;
    client.on('notification', ({ channel, payload }) => {
      for (const tenantId of (payload ?? '').split(',')) this.told.next({ channel, tenantId });
    });
    client.on('error', () => this.relisten(client));
    client.on('end', () => this.relisten(client));
    try {
      await client.connect();
      for (const channel of this.channels) await client.query(`LISTEN ${channel}`);
      this.beat(client);
      // Whatever was told while nobody listened.
      for (const channel of this.channels) this.told.next({ channel, tenantId: ALL_TENANTS });
    } catch {
      this.relisten(client);
    }
  }

  private beat(client: Client): void {
    this.beating = setTimeout(() => {
      client.query('SELECT 1').then(
        () => this.beat(client),
        () => this.relisten(client),
      );
    }, BEAT_MS).unref();
  }

  private relisten(lost: Client): void {
    if (this.stopping || this.client !== lost) return;
    this.client = undefined;
    clearTimeout(this.beating);
    void lost.end().catch(() => undefined);
    this.again = setTimeout(() => void this.listen(), AGAIN_MS).unref();
  }
}
