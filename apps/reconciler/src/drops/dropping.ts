import { Injectable } from '@nestjs/common';
import { ImportDropped, newEvent } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { StoredPlan } from '../plans/plan.entity';
import { PlansRepository } from '../plans/plans.repository';
import { WaitingPlans } from '../approval/waiting-plans';
import { originOf } from '../source';
import { newSync } from '../syncs/sync';
import { syncClosed } from '../syncs/sync-events';
import { SyncsRepository } from '../syncs/syncs.repository';
import type { Tenant } from '../tenants/tenant';
import { TenantsRepository } from '../tenants/tenants.repository';
import { UndoRepository } from './undo.repository';

/** Why a sync whose plan was to be applied has failed. */
export const CHANGES_DROPPED = 'changes-dropped';

/** An import that is not in WeThrive: who was to be there by it, and who left a part of it out. */
export interface DroppedImport {
  readonly people: readonly string[];
  /** Empty: nobody is known. */
  readonly actor: string;
}

/** A sync that the writer will never apply, and who left a part of it out. */
export interface DroppedSync {
  readonly syncId: string;
  /** Empty: nobody is known. */
  readonly actor: string;
}

/**
 * Takes back what the writer has dropped, and only then lets the sync end: no plan is made on what WeThrive does not have.
 */
@Injectable()
export class Dropping {
  constructor(
    private readonly tenants: TenantsRepository,
    private readonly syncs: SyncsRepository,
    private readonly plans: PlansRepository,
    private readonly waiting: WaitingPlans,
    private readonly undo: UndoRepository,
    private readonly log: EventLog,
  ) {}

  /** The tenant's row is locked. Its plan may have been applied, approved or held; once it has ended this changes nothing. */
  async dropSync(tx: EntityManager, tenant: Tenant, { syncId, actor }: DroppedSync): Promise<void> {
    const { tenantId } = tenant;
    const plan = await tx.findOneBy(StoredPlan, { tenantId, syncId });
    if (plan?.state !== 'held' && plan?.state !== 'applying' && plan?.state !== 'approved') return;
    const { number } = plan;
    const end = { state: 'dropped', decidedBy: actor || null } as const;
    if (plan.state === 'held') await this.waiting.end(tx, tenant, plan, end);
    else {
      await this.tenants.save(tx, [await this.takenBack(tx, tenant, plan)]);
      await this.plans.end(tx, plan, end);
    }
    const [sync] = await this.syncs.find(tx, [{ tenantId, number }]);
    const ended = { state: 'failed', reason: CHANGES_DROPPED } as const;
    await this.syncs.save(tx, [{ ...(sync ?? newSync(tenantId, number, syncId)), ...ended }]);
    const origin = { tenantId, syncId, number, actor };
    await this.log.append(tx, [syncClosed(origin, { status: 'failed', reason: CHANGES_DROPPED })]);
  }

  /** The tenant's row is locked. */
  async dropImport(tx: EntityManager, tenant: Tenant, { people, actor }: DroppedImport): Promise<void> {
    const { tenantId } = tenant;
    const knownVersion = tenant.knownVersion + 1;
    await this.undo.forget(tx, tenantId, people);
    await this.tenants.save(tx, [{ ...tenant, knownVersion }]);
    const origin = originOf({ tenantId, actor });
    await this.log.append(tx, [newEvent(ImportDropped, origin, { people: [...people], knownVersion })]);
  }

  /** What is known is another now: a plan that waits is outdated, and whoever is missing is looked for again. */
  private async takenBack(tx: EntityManager, tenant: Tenant, plan: StoredPlan): Promise<Tenant> {
    await this.undo.takeBack(tx, plan);
    const { applied, people } = await this.undo.leftBy(tx, plan);
    return {
      ...tenant,
      // Where nobody is known any more the next plan is a first one.
      knownVersion: people ? tenant.knownVersion + 1 : 0,
      missingStale: true,
      appliedBefore: applied,
    };
  }
}
