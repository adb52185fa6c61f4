import { Injectable } from '@nestjs/common';
import { ServiceLogger } from '@people-sync/platform';
import { throughAll } from '../rounds/through-all';
import { byTenant } from '../tenants/by-tenant';
import { EndingsRepository, type WantedEnding } from './endings.repository';
import { SyncCloser } from './sync-closer';
import { BEFORE_ALL, type SyncName } from './syncs.repository';

/** Syncs that are ended at the same time. */
const AT_ONCE = 20;

/** Ends what is to end, and goes on wanting it while the reconciler is away. Several gateways may do so at once. */
@Injectable()
export class SyncEnder {
  constructor(
    private readonly endings: EndingsRepository,
    private readonly closer: SyncCloser,
    private readonly logger: ServiceLogger,
  ) {}

  /** Cancels all of the tenant's syncs that do not apply yet: those that cannot be ended now are ended by a later round. */
  async endAll(tenantId: string, why: string, actor: string): Promise<void> {
    await this.endings.wantAll([{ tenantId, wantedBy: actor }], why);
    await this.round(() => false, tenantId);
  }

  /** Tries everything that is to end, of one tenant or of all. */
  round(stopping: () => boolean, tenantId?: string): Promise<void> {
    return throughAll(
      (last: SyncName = BEFORE_ALL) => this.endings.wanted(last, AT_ONCE, tenantId),
      async (wanted: readonly WantedEnding[]) => {
        await Promise.all([...byTenant(wanted).values()].map((own) => this.endInOrder(own)));
      },
      stopping,
    );
  }

  private async endInOrder(wanted: readonly WantedEnding[]): Promise<void> {
    for (const sync of wanted) {
      const about = { tenant: sync.tenantId, sync: sync.id };
      try {
        await this.closer.close(sync, { status: 'cancelled', reason: sync.why, actor: sync.wantedBy });
        await this.endings.done(sync);
      } catch (error) {
        this.logger.warn(about, error instanceof Error ? error : {}, 'SyncEnder');
      }
    }
  }
}
