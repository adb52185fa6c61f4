import { Injectable } from '@nestjs/common';
import { EventLog, type LeftOutRecord } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { syncClosed } from '../syncs/sync-events';
import { SyncsRepository } from '../syncs/syncs.repository';
import { TenantsRepository } from '../tenants/tenants.repository';
import { StagingRepository } from '../snapshots/staging.repository';

/** Why a sync has failed whose answer can never be whole. */
const PART_LEFT_OUT = 'part-left-out';

/** Ends a sync of whose answer a part was left out: what is left can never be proven whole, so nobody waits for it. */
@Injectable()
export class LeftOutAnswers {
  constructor(
    private readonly tenants: TenantsRepository,
    private readonly syncs: SyncsRepository,
    private readonly staging: StagingRepository,
    private readonly log: EventLog,
  ) {}

  /** If the record does not tell its sync, every sync of the tenant whose answer is coming in. */
  async leaveOut(tx: EntityManager, { tenantId, syncId, actor }: LeftOutRecord): Promise<void> {
    const tenant = await this.tenants.lockOne(tx, tenantId);
    const staging = await this.syncs.staging(tx, tenantId, tenant.newestSettled);
    const ended = staging.filter((sync) => syncId === undefined || sync.syncId === syncId);
    const last = ended.at(-1);
    if (!last) return;
    await this.syncs.save(
      tx,
      ended.map((sync) => ({ ...sync, state: 'failed' as const, reason: PART_LEFT_OUT })),
    );
    await this.tenants.save(tx, [{ ...tenant, newestSettled: last.number }]);
    await this.staging.drop(tx, ended, new Map(tenant.heldNumber === null ? [] : [[tenantId, tenant.heldNumber]]));
    await this.log.append(
      tx,
      ended.map(({ syncId: id, number }) =>
        syncClosed({ tenantId, syncId: id, number, actor }, { status: 'failed', reason: PART_LEFT_OUT }),
      ),
    );
  }
}
