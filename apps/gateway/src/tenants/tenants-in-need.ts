import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../gateway.config';
import { CredentialsClient } from '../neighbours/credentials.client';
import type { Page } from '../paging/page.dto';
import { tenantCursor, tenantIn } from '../paging/tenant-cursor';
import { failureSentence } from '../syncs/failure-sentences';
import { syncView } from '../syncs/sync.dto';
import type { TenantInNeedJson, TenantsQuery } from './tenant-in-need.dto';
import { TenantsInNeedRepository, type TenantSync } from './tenants-in-need.repository';

/** Which customers need somebody, over either door, by tenant. */
@Injectable()
export class TenantsInNeed {
  constructor(
    private readonly config: GatewayConfig,
    private readonly tenants: TenantsInNeedRepository,
    private readonly credentials: CredentialsClient,
  ) {}

  async list({ state, limit, cursor }: TenantsQuery): Promise<Page<TenantInNeedJson>> {
    const after = tenantIn(cursor) ?? '';
    switch (state) {
      case 'held':
        return this.bySync(await this.tenants.held(after, limit + 1), limit);
      case 'failing':
        return this.bySync(await this.tenants.failing(after, limit + 1), limit);
      case 'broken':
        return this.broken(after, limit);
    }
  }

  /** @param found one more than the page, if there is a next one */
  private bySync(found: readonly TenantSync[], limit: number): Page<TenantInNeedJson> {
    const now = new Date();
    const items = found.slice(0, limit).map(({ name, sync: state }) => {
      const sync = syncView(state, now, this.config.STALLED_AFTER_MS);
      return { tenant: state.tenantId, name, reason: sync.reason, message: sync.message, sync };
    });
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last ? tenantCursor(last.tenant) : null };
  }

  /** The vault knows whose key is refused, the gateway what they are called. */
  private async broken(cursor: string, limit: number): Promise<Page<TenantInNeedJson>> {
    const { connections, nextCursor } = await this.credentials.calls.listConnections({
      state: 'broken',
      limit,
      cursor,
    });
    const names = await this.tenants.names(connections.map(({ tenantId }) => tenantId));
    const items = connections.map(({ tenantId, reason }) => ({
      tenant: tenantId,
      name: names.get(tenantId) ?? tenantId,
      reason,
      message: failureSentence(reason),
      sync: null,
    }));
    return { items, nextCursor: nextCursor === '' ? null : tenantCursor(nextCursor) };
  }
}
