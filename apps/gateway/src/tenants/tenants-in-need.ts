import type { Need, TenantInNeed } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../gateway.config';
import { CredentialsClient } from '../neighbours/credentials.client';
import { listCursor, placeIn } from '../paging/list-cursor';
import { type Page, PageQuery } from '../paging/page.dto';
import { wholeList } from '../paging/whole-list';
import { Parked } from '../parking/parked';
import { failureSentence } from '../syncs/failure-sentences';
import { syncView } from '../syncs/sync.dto';
import type { TenantsQuery } from './tenant-in-need.dto';
import { stuckAfter } from './stuck-after';
import { TenantsInNeedRepository, type TenantSync } from './tenants-in-need.repository';

/** 10,000 streams: more wait only if nothing works any more. */
const STREAM_PAGES = 20;

/** Some of them, and the tenant behind whom the next ones come; null: there are no more. */
interface TenantsAfter {
  readonly items: readonly TenantInNeed[];
  readonly next: string | null;
}

/** Which customers need somebody, over either door, by tenant. */
@Injectable()
export class TenantsInNeed {
  constructor(
    private readonly config: GatewayConfig,
    private readonly tenants: TenantsInNeedRepository,
    private readonly credentials: CredentialsClient,
    private readonly parked: Parked,
  ) {}

  async list({ state, limit, cursor }: TenantsQuery): Promise<Page<TenantInNeed>> {
    const question = ['tenants', state];
    const { items, next } = await this.page(state, placeIn(question, cursor) ?? '', limit);
    return { items, nextCursor: next === null ? null : listCursor(question, next) };
  }

  private async page(state: Need, after: string, limit: number): Promise<TenantsAfter> {
    switch (state) {
      case 'held':
        return this.bySync(await this.tenants.held(after, limit + 1), limit);
      case 'unreadable':
        return this.bySync(await this.tenants.unreadable(after, limit + 1), limit);
      case 'failing':
        return this.bySync(await this.tenants.failing(after, limit + 1), limit);
      case 'stuck':
        return this.stuck(after, limit);
      case 'broken':
        return this.broken(after, limit);
      case 'parked':
        return this.waiting(after, limit);
    }
  }

  /** @param found one more than the page, if there is a next one */
  private bySync(found: readonly TenantSync[], limit: number): TenantsAfter {
    const now = new Date();
    const items = found.slice(0, limit).map(({ name, sync: state }) => {
      const sync = syncView(state, now, this.config.STALLED_AFTER_MS);
      return { tenant: state.tenantId, name, reason: sync.reason, message: sync.message, sync };
    });
    return { items, next: found.length > limit ? (items.at(-1)?.tenant ?? null) : null };
  }

  /** Why it does not move is in the metrics and logs of whoever has to do that step. */
  private async stuck(after: string, limit: number): Promise<TenantsAfter> {
    const found = await this.tenants.stuck(after, limit + 1, stuckAfter(this.config));
    const page = this.bySync(found, limit);
    const message = 'The sync has not got any further for a while. It goes on by itself, or ends with a reason.';
    const items = page.items.map((item, index) => {
      // Whatever its step is: an administrator is told so only of one that writes.
      const stalledSince = found[index]?.sync.statusSince.toISOString() ?? null;
      const sync = item.sync && { ...item.sync, stalledSince };
      return { ...item, reason: item.sync?.step ?? null, message, sync };
    });
    return { ...page, items };
  }

  /** Every service is asked for all that waits there: as a rule that is nothing. */
  private async waiting(after: string, limit: number): Promise<TenantsAfter> {
    const { items: streams } = await wholeList((at) => this.parked.list(pageAt(at)), STREAM_PAGES);
    const reasons = new Map(streams.map(({ tenant, code }) => [tenant, code]));
    // A record's key may be anything: not everything that waits is a customer's.
    const names = await this.tenants.names([...reasons.keys()]);
    const all = [...names].filter(([tenant]) => tenant > after).sort(([one], [other]) => (one < other ? -1 : 1));
    const items = all.slice(0, limit).map(([tenant, name]) => ({
      tenant,
      name,
      reason: reasons.get(tenant) ?? null,
      message: 'Some changes of this company could not be taken, and what came after them waits. Contact support.',
      sync: null,
    }));
    return { items, next: all.length > limit ? (items.at(-1)?.tenant ?? null) : null };
  }

  /** The vault knows whose key is refused, the gateway what they are called. */
  private async broken(after: string, limit: number): Promise<TenantsAfter> {
    const { connections, nextCursor } = await this.credentials.calls.listConnections({
      state: 'broken',
      limit,
      cursor: after,
    });
    const names = await this.tenants.names(connections.map(({ tenantId }) => tenantId));
    const items = connections.map(({ tenantId, reason }) => ({
      tenant: tenantId,
      name: names.get(tenantId) ?? tenantId,
      reason,
      message: failureSentence(reason),
      sync: null,
    }));
    return { items, next: nextCursor === '' ? null : nextCursor };
  }
}

const pageAt = (cursor: string | undefined): PageQuery =>
  Object.assign(new PageQuery(), { limit: 500 }, cursor === undefined ? {} : { cursor });
