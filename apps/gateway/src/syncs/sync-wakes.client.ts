import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Client } from 'pg';
import { type Observable, Subject } from 'rxjs';
import { GatewayConfig } from '../gateway.config';
import { SYNCS_CHANNEL } from './syncs.repository';

const AGAIN_MS = 1_000;

/** Tells when syncs differ, whichever gateway changed them, by one connection that listens. */
@Injectable()
export class SyncWakesClient implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly tenants = new Subject<string>();
  private client: Client | undefined;
  private again: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(private readonly config: GatewayConfig) {}

  /** Tenants whose syncs differ, or `*` for any. A wake may be lost with the connection: look by yourself as well. */
  get wakes(): Observable<string> {
    return this.tenants;
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.listen();
  }

  /** Ends the stream, and with it everything that is watched. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.again);
    this.tenants.complete();
    await this.client?.end().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    if (this.stopping) return;
    const client = new Client({
      connectionString: this.config.DATABASE_URL,
      application_name: 'peoplesync-gateway-wakes',
    });
    this.client = client;
    client.on('notification', ({ payload }) => {
      for (const tenantId of (payload ?? '').split(',')) this.tenants.next(tenantId);
    });
    client.on('error', () => this.relisten(client));
    client.on('end', () => this.relisten(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${SYNCS_CHANNEL}`);
      // Whatever was told while nobody listened.
      this.tenants.next('*');
    } catch {
      this.relisten(client);
    }
  }

  private relisten(lost: Client): void {
    if (this.stopping || this.client !== lost) return;
    this.client = undefined;
    void lost.end().catch(() => undefined);
    this.again = setTimeout(() => void this.listen(), AGAIN_MS).unref();
  }
}
