import type { Tenant } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { defaultPolicy } from '@people-sync/contracts';
import { notFound } from '@people-sync/platform';
import type { Caller } from '../access/caller';
import type { Answer } from '../idempotency/answer';
import { Once } from '../idempotency/once';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { WriterClient } from '../neighbours/writer.client';
import { policyChange } from '../policies/policy-view';
import type { PutTenantBody } from './tenant.dto';
import { TenantsRepository } from './tenants.repository';

/** What the platform does with tenants, over either door. */
@Injectable()
export class Tenants {
  constructor(
    private readonly tenants: TenantsRepository,
    private readonly writer: WriterClient,
    private readonly reconciler: ReconcilerClient,
    private readonly once: Once,
  ) {}

  /** Licences and time zone are set first: a tenant that can be seen has them. */
  put({ identity, key }: Caller, tenantId: string, body: PutTenantBody): Promise<Answer<Tenant>> {
    const { name, timeZone, seats } = body;
    const request = ['put-tenant', tenantId, name, timeZone, seats];
    return this.once.run({ tenantId, subject: identity.subject, key, request }, async () => {
      const { actor } = identity;
      await this.writer.calls.setLicences({ tenantId, seats: seats ?? undefined, actor });
      await this.setTimeZone(tenantId, timeZone, actor);
      const created = await this.tenants.put({ tenantId, name, timeZone, seats });
      return { status: created ? 201 : 200, body: { tenant: tenantId, name, timeZone, seats } };
    });
  }

  async get(tenantId: string): Promise<Tenant> {
    const tenant = await this.tenants.one(tenantId);
    if (!tenant) throw notFound();
    return { tenant: tenant.tenantId, name: tenant.name, timeZone: tenant.timeZone, seats: tenant.seats };
  }

  /** Days begin and end by it in every decision. The same zone again says nothing: somebody may have set another one. */
  private async setTimeZone(tenantId: string, timeZone: string, actor: string): Promise<void> {
    const before = (await this.tenants.one(tenantId))?.timeZone ?? defaultPolicy.timeZone;
    if (timeZone === before) return;
    await this.reconciler.calls.setPolicy({ tenantId, policy: policyChange({ timeZone }), expectedVersion: 0, actor });
  }
}
