import type { Sync } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import type { SyncMode } from '@people-sync/contracts';
import { notFound, readPage } from '@people-sync/platform';
import type { Observable } from 'rxjs';
import type { Caller } from '../access/caller';
import { GatewayConfig } from '../gateway.config';
import { Answer } from '../idempotency/answer';
import { pageOf } from '../paging/list-cursor';
import type { Page, PageQuery } from '../paging/page.dto';
import { SyncCloser } from './sync-closer';
import { SyncStarter } from './sync-starter';
import type { SyncState } from './sync-state';
import { type SyncTold, SyncWatch } from './sync-watch';
import { syncView } from './sync.dto';
import { SyncsRepository } from './syncs.repository';

/** Where a sync is shown. */
export const addressOf = (tenantId: string, syncId: string): string => `/v1/tenants/${tenantId}/syncs/${syncId}`;

/** The sync to look at, as refusals say it. */
export const whereIs = (tenantId: string, syncId: string) => ({ syncPath: addressOf(tenantId, syncId), syncId });

/** What callers do with syncs, over either door. */
@Injectable()
export class Syncs {
  constructor(
    private readonly config: GatewayConfig,
    private readonly syncs: SyncsRepository,
    private readonly starter: SyncStarter,
    private readonly closer: SyncCloser,
    private readonly watcher: SyncWatch,
  ) {}

  /** 202 for a new sync, 200 for one that is there already and serves the call. */
  async start(caller: Caller, tenantId: string, mode: SyncMode): Promise<Answer<Sync>> {
    const { identity } = caller;
    const { sync, made } = await this.starter.start({
      tenantId,
      mode,
      trigger: identity.has('peoplesync.platform') ? 'platform' : 'manual',
      requestedBy: identity.actor,
      syncId: caller.idOf('sync'),
    });
    return new Answer(this.shown(sync), made ? 202 : 200, addressOf(tenantId, sync.id));
  }

  async cancel({ identity }: Caller, tenantId: string, id: string): Promise<Sync> {
    return this.shown(await this.closer.cancel(tenantId, id, identity.actor));
  }

  async get(tenantId: string, id: string): Promise<Sync> {
    const sync = await this.syncs.one(tenantId, id);
    if (!sync) throw notFound();
    return this.shown(sync);
  }

  /** Newest first. */
  list(tenantId: string, { limit, cursor }: PageQuery): Promise<Page<Sync>> {
    return pageOf(['syncs', tenantId], cursor, async (before) => {
      const read = (count: number) => this.syncs.page(tenantId, count, before === '' ? undefined : Number(before));
      const { rows, nextCursor } = await readPage(limit, read, ({ number }) => String(number));
      return { items: rows.map((sync) => this.shown(sync)), nextCursor };
    });
  }

  /** Every state until it is final or held, after the one of `lastEventId`. */
  watch(tenantId: string, id: string, lastEventId: string | undefined): Promise<Observable<SyncTold>> {
    return this.watcher.watch(tenantId, id, lastEventId);
  }

  /** The last sync that succeeded, and the last one at all. */
  async last(tenantId: string): Promise<{ lastSuccessfulSync: Sync | null; lastSync: Sync | null }> {
    const [successful, [last]] = await Promise.all([
      this.syncs.lastSuccessful(tenantId),
      this.syncs.page(tenantId, 1, undefined),
    ]);
    return { lastSuccessfulSync: successful ? this.shown(successful) : null, lastSync: last ? this.shown(last) : null };
  }

  private shown(sync: SyncState): Sync {
    return syncView(sync, new Date(), this.config.STALLED_AFTER_MS);
  }
}
