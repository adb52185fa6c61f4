import { Injectable } from '@nestjs/common';
import { notFound } from '@people-sync/platform';
import type { Caller } from '../access/caller';
import type { Answer } from '../idempotency/answer';
import { Once } from '../idempotency/once';
import { WriterClient } from '../neighbours/writer.client';
import type { PutTenantBody, TenantJson } from './tenant.dto';
import { TenantsRepository } from './tenants.repository';

/** What the platform does with tenants, over either door. */
@Injectable()
export class Tenants {
  constructor(
    private readonly tenants: TenantsRepository,
    private readonly writer: WriterClient,
    private readonly once: Once,
  ) {}

  /** Licences are set first: a tenant that can be seen has its licences. */
  put({ identity, key }: Caller, tenantId: string, body: PutTenantBody): Promise<Answer<TenantJson>> {
    const { name, timeZone, seats } = body;
    const request = ['put-tenant', tenantId, name, timeZone, seats];
    return this.once.run({ tenantId, subject: identity.subject, key, request }, async () => {
      await this.writer.calls.setLicences({ tenantId, seats: seats ?? undefined, actor: identity.actor });
      const created = await this.tenants.put({ tenantId, name, timeZone, seats });
      return { status: created ? 201 : 200, body: { tenant: tenantId, name, timeZone, seats } };
    });
  }

  async get(tenantId: string): Promise<TenantJson> {
    const tenant = await this.tenants.one(tenantId);
    if (!tenant) throw notFound();
    return { tenant: tenant.tenantId, name: tenant.name, timeZone: tenant.timeZone, seats: tenant.seats };
  }
}
