import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../gateway.config';
import { CredentialsClient } from '../neighbours/credentials.client';
import { type Page, PageQuery } from '../paging/page.dto';
import { tenantCursor, tenantIn } from '../paging/tenant-cursor';
import { wholeList } from '../paging/whole-list';
import { Parked } from '../parking/parked';
import { failureSentence } from '../syncs/failure-sentences';
import { syncView } from '../syncs/sync.dto';
import type { TenantInNeedJson, TenantsQuery } from './tenant-in-need.dto';
import { TenantsInNeedRepository, type TenantSync } from './tenants-in-need.repository';

/** 10,000 streams: more wait only if nothing works any more. */
const STREAM_PAGES = 20;

/** Which customers need somebody, over either door, by tenant. */
@Injectable()
export class TenantsInNeed {
  constructor(
    private readonly config: GatewayConfig,
    private readonly tenants: TenantsInNeedRepository,
    private readonly credentials: CredentialsClient,
    private readonly parked: Parked,
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
      case 'parked':
        return this.waiting(after, limit);
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

  /** Every service is asked for all that waits there: as a rule that is nothing. */
  private async waiting(cursor: string, limit: number): Promise<Page<TenantInNeedJson>> {
    const { items: streams } = await wholeList((at) => this.parked.list(pageAt(at)), STREAM_PAGES);
    const reasons = new Map(streams.map(({ tenant, code }) => [tenant, code]));
    // A record's key may be anything: not everything that waits is a customer's.
    const names = await this.tenants.names([...reasons.keys()]);
    const all = [...names].filter(([tenant]) => tenant > cursor).sort(([one], [other]) => (one < other ? -1 : 1));
    const items = all.slice(0, limit).map(([tenant, name]) => ({
      tenant,
      name,
      reason: reasons.get(tenant) ?? null,
      message: 'Some changes of this company could not be taken, and what came after them waits. Contact support.',
      sync: null,
    }));
    const last = items.at(-1);
    return { items, nextCursor: all.length > limit && last ? tenantCursor(last.tenant) : null };
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

const pageAt = (cursor: string | undefined): PageQuery =>
  Object.assign(new PageQuery(), { limit: 500 }, cursor === undefined ? {} : { cursor });
