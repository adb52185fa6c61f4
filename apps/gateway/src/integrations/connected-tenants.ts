import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CredentialsClient } from '../neighbours/credentials.client';
import { ALL_TENANTS, WakesClient } from '../wakes/wakes.client';

/** Every gateway hears here of a tenant that was disconnected. */
const CHANNEL = 'peoplesync_gateway_disconnected';
const KEPT_MS = 10 * 60_000;
const REMEMBERED = 50_000;

/**
 * Who is connected to PeopleHR. What the vault said is remembered for ten minutes, so that a night of thousands does not
 * ask it thousands of times; a disconnect is told to every gateway at once. Were one to miss it, a sync that it starts
 * fails as `not-connected` when the key is asked for.
 */
@Injectable()
export class ConnectedTenants implements OnModuleInit {
  private readonly until = new Map<string, number>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly credentials: CredentialsClient,
    private readonly wakes: WakesClient,
  ) {}

  onModuleInit(): void {
    this.wakes.on(CHANNEL).subscribe((tenantId) => {
      if (tenantId === ALL_TENANTS) this.until.clear();
      else this.until.delete(tenantId);
    });
  }

  /** True if the tenant has a key, also one that PeopleHR refuses. */
  async has(tenantId: string): Promise<boolean> {
    if ((this.until.get(tenantId) ?? 0) > Date.now()) return true;
    const has = (await this.credentials.connection(tenantId)) !== undefined;
    if (has) this.add(tenantId);
    return has;
  }

  /** The vault has just said so. */
  add(tenantId: string): void {
    if (this.until.size >= REMEMBERED) this.until.clear();
    this.until.set(tenantId, Date.now() + KEPT_MS);
  }

  /** The key is gone; resolves when every gateway has been told. */
  async remove(tenantId: string): Promise<void> {
    this.until.delete(tenantId);
    await this.tellAll(this.dataSource.manager, [tenantId]);
  }

  /** Their keys are gone; every gateway is told when the transaction commits. */
  async tellAll(tx: EntityManager, tenantIds: readonly string[]): Promise<void> {
    await tx.query('SELECT pg_notify($1, tenant_id) FROM unnest($2::text[]) AS gone (tenant_id)', [CHANNEL, tenantIds]);
  }
}
