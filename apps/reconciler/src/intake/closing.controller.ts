import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { EventLog } from '@people-sync/messaging';
import { AllowServices, refusal, reconcilerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { CHANGES_DROPPED, Dropping } from '../drops/dropping';
import { PlansRepository } from '../plans/plans.repository';
import { WaitingPlans } from '../approval/waiting-plans';
import { StagingRepository } from '../snapshots/staging.repository';
import { TenantsRepository } from '../tenants/tenants.repository';
import { CloseSyncRequest } from './close-sync.dto';
import { newSync, type Sync } from '../syncs/sync';
import { syncClosed } from '../syncs/sync-events';
import { SyncsRepository } from '../syncs/syncs.repository';

type Closing = Pick<reconcilerV1.ReconcilerController, 'closeSync'>;

/** Ends syncs from outside: cancel, disconnect, the gateway's watchdog. */
@Controller()
@AllowServices('gateway')
export class ClosingController implements Closing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantsRepository,
    private readonly syncs: SyncsRepository,
    private readonly staging: StagingRepository,
    private readonly plans: PlansRepository,
    private readonly waiting: WaitingPlans,
    private readonly dropping: Dropping,
    private readonly log: EventLog,
  ) {}

  /**
   * `closed`: no plan of this sync is or will be applied; also for a sync that is not known yet, and again for one that
   * has ended so before: then with the status and reason of its end, whatever was wished now. SyncClosed is said once.
   * `too-late`: its plan is made and does not wait for an OK. With the reason `changes-dropped` the caller knows from the
   * writer that it will never be applied.
   */
  @GrpcMethod('Reconciler', 'CloseSync')
  async closeSync(request: CloseSyncRequest): Promise<reconcilerV1.CloseSyncResponse> {
    const { tenantId, syncId, number } = request;
    return this.dataSource.transaction(async (tx) => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      const [known] = await this.syncs.find(tx, [{ tenantId, number }]);
      const sync = known ?? newSync(tenantId, number, syncId);
      if (sync.syncId !== syncId) {
        throw refusal('other-sync', `Sync ${number} has another id.`);
      }
      if (request.reason === CHANGES_DROPPED) {
        await this.dropping.dropSync(tx, tenant, { syncId, actor: request.actor });
        const [dropped] = await this.syncs.find(tx, [{ tenantId, number }]);
        return endOf(dropped) ?? tooLate;
      }
      const held = sync.state === 'judged' && tenant.heldSync === syncId;
      if (sync.state === 'judged' && !held) return tooLate;
      const ended = endOf(sync);
      if (ended) return ended;
      await this.syncs.save(tx, [{ ...sync, state: request.status, reason: request.reason || null }]);
      const after = { ...tenant, newestSettled: Math.max(tenant.newestSettled, number) };
      const plan = held ? await this.plans.newest(tx, tenantId, syncId) : null;
      if (plan) await this.waiting.end(tx, after, plan, { state: 'cancelled', decidedBy: request.actor || null });
      else {
        await this.tenants.save(tx, [after]);
        const kept = tenant.heldNumber;
        await this.staging.drop(tx, [{ tenantId, number }], new Map(kept === null ? [] : [[tenantId, kept]]));
      }
      const origin = { tenantId, syncId, number, actor: request.actor };
      await this.log.append(tx, [syncClosed(origin, { status: request.status, reason: request.reason || null })]);
      return { outcome: 'closed', status: request.status, reason: request.reason };
    });
  }
}

const tooLate = { outcome: 'too-late', status: '', reason: '' };

/** How a sync has ended without a plan; undefined if it has not. */
const endOf = (sync: Sync | undefined): reconcilerV1.CloseSyncResponse | undefined =>
  sync?.state === 'failed' || sync?.state === 'cancelled'
    ? { outcome: 'closed', status: sync.state, reason: sync.reason ?? '' }
    : undefined;
