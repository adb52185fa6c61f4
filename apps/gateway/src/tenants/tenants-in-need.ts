import type { ListedTenant, Need } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { readPage } from '@people-sync/platform';
import { failureSentence } from '@people-sync/wording';
import { GatewayConfig } from '../gateway.config';
import { CredentialsClient } from '../neighbours/credentials.client';
import { wholeList } from '../paging/every-page';
import { pageOf } from '../paging/list-cursor';
import type { Page } from '../paging/page.dto';
import { Parked } from '../parking/parked';
import type { SyncState } from '../syncs/sync-state';
import { syncView } from '../syncs/sync.dto';
import type { TenantsQuery } from './tenant-in-need.dto';
import { tenantView } from './tenant-view';
import { stuckAfter } from './stuck-after';
import { TenantsInNeedRepository, type TenantSync } from './tenants-in-need.repository';
import { TenantsRepository } from './tenants.repository';

/** 10,000 streams: more wait only if nothing works any more. */
const STREAM_PAGES = 20;

/** Some of them, and the tenant behind whom the next ones come; empty: there are no more. */
interface TenantsAfter {
  readonly items: readonly ListedTenant[];
  readonly nextCursor: string;
}

/** All customers, and which of them need somebody, over either door, by tenant. */
@Injectable()
export class TenantsInNeed {
  constructor(
    private readonly config: GatewayConfig,
    private readonly tenants: TenantsInNeedRepository,
    private readonly all: TenantsRepository,
    private readonly credentials: CredentialsClient,
    private readonly parked: Parked,
  ) {}

  list({ state, limit, cursor }: TenantsQuery): Promise<Page<ListedTenant>> {
    return pageOf(['tenants', state], cursor, (after) =>
      state === undefined ? this.everybody(after, limit) : this.page(state, after, limit),
    );
  }

  private page(state: Need, after: string, limit: number): Promise<TenantsAfter> {
    switch (state) {
      case 'held':
        return this.bySync(limit, (count) => this.tenants.held(after, count));
      case 'unreadable':
        return this.bySync(limit, (count) => this.tenants.unreadable(after, count));
      case 'failing':
        return this.bySync(limit, (count) => this.tenants.failing(after, count));
      case 'stuck':
        return this.stuck(after, limit);
      case 'broken':
        return this.broken(after, limit);
      case 'parked':
        return this.waiting(after, limit);
    }
  }

  private async everybody(after: string, limit: number): Promise<TenantsAfter> {
    const read = (count: number) => this.all.page(after, count);
    const { rows, nextCursor } = await readPage(limit, read, ({ tenantId }) => tenantId);
    return { items: rows.map((tenant) => ({ ...tenantView(tenant), ...NO_NEED })), nextCursor };
  }

  /** @param told what is said of one beside what its sync says */
  private async bySync(
    limit: number,
    read: (count: number) => Promise<TenantSync[]>,
    told: (item: ListedTenant, state: SyncState) => ListedTenant = (item) => item,
  ): Promise<TenantsAfter> {
    const now = new Date();
    const { rows, nextCursor } = await readPage(limit, read, ({ sync }) => sync.tenantId);
    const items = rows.map(({ settings, sync: state }) => {
      const sync = syncView(state, now, this.config.STALLED_AFTER_MS);
      return told({ ...tenantView(settings), reason: sync.reason, message: sync.message, sync }, state);
    });
    return { items, nextCursor };
  }

  /** Why it does not move is in the metrics and logs of whoever has to do that step. */
  private async stuck(after: string, limit: number): Promise<TenantsAfter> {
    const message = 'The sync has not got any further for a while. It goes on by itself, or ends with a reason.';
    const read = (count: number) => this.tenants.stuck(after, count, stuckAfter(this.config));
    return this.bySync(limit, read, (item, { statusSince }) => {
      // Whatever its step is: an administrator is told so only of one that writes.
      const sync = item.sync && { ...item.sync, stalledSince: statusSince.toISOString() };
      return { ...item, reason: item.sync?.step ?? null, message, sync };
    });
  }

  /** Every service is asked for all that waits there: as a rule that is nothing. */
  private async waiting(after: string, limit: number): Promise<TenantsAfter> {
    const { items: streams } = await wholeList((query) => this.parked.list(query), STREAM_PAGES);
    const reasons = new Map(streams.map(({ tenant, code }) => [tenant, code]));
    // A record's key may be anything: not everything that waits is a customer's.
    const known = await this.all.named([...reasons.keys()]);
    const all = [...known.values()]
      .filter(({ tenantId }) => tenantId > after)
      .sort((one, other) => (one.tenantId < other.tenantId ? -1 : 1));
    const read = (count: number) => Promise.resolve(all.slice(0, count));
    const { rows, nextCursor } = await readPage(limit, read, ({ tenantId }) => tenantId);
    const items = rows.map((tenant) => ({
      ...tenantView(tenant),
      reason: reasons.get(tenant.tenantId) ?? null,
      message: 'Some changes of this company could not be taken, and what came after them waits. Contact support.',
      sync: null,
    }));
    return { items, nextCursor };
  }

  /** The vault knows whose key is refused, the gateway what they are called. */
  private async broken(after: string, limit: number): Promise<TenantsAfter> {
    const { connections, nextCursor } = await this.credentials.calls.listConnections({
      state: 'broken',
      limit,
      cursor: after,
    });
    const known = await this.all.named(connections.map(({ tenantId }) => tenantId));
    // A key of nobody's company (one that the gateway's database forgot in a restore) is none of the platform's.
    const items = connections.flatMap(({ tenantId, reason }) => {
      const tenant = known.get(tenantId);
      return tenant ? [{ ...tenantView(tenant), reason, message: failureSentence(reason), sync: null }] : [];
    });
    return { items, nextCursor };
  }
}

const NO_NEED = { reason: null, message: null, sync: null };
