import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { TentativeRepository } from '../decisions/tentative.repository';
import type { Draft } from '../judging/draft';
import { judgingOf, withTentative } from '../judging/judging';
import { localDays } from '../judging/local-day';
import { JudgedByRepository } from '../policies/judged-by.repository';
import { StagingRepository } from '../snapshots/staging.repository';
import { type Tenant, withoutHeld } from '../tenants/tenant';
import { TenantsRepository } from '../tenants/tenants.repository';
import { Drafts } from '../plans/drafts';
import type { StoredPlan } from '../plans/plan.entity';
import { type PlanEnd, PlansRepository } from '../plans/plans.repository';

/** Plans that wait for an OK: judges them once more, and ends their waiting. */
@Injectable()
export class WaitingPlans {
  private readonly localDay = localDays();

  constructor(
    private readonly judgedBy: JudgedByRepository,
    private readonly drafts: Drafts,
    private readonly tenants: TenantsRepository,
    private readonly plans: PlansRepository,
    private readonly tentative: TentativeRepository,
    private readonly staging: StagingRepository,
  ) {}

  /**
   * The plan once more, from its staged rows, with what was settled for it alone; undefined if it does not wait. The rules
   * give the same plan, byte for byte, as long as nothing else changed.
   */
  async judge(tx: EntityManager, tenant: Tenant, plan: StoredPlan): Promise<Draft | undefined> {
    if (!plan.judging) return undefined;
    const { ending, answer, everything } = plan.judging;
    const by = (await this.judgedBy.by(tx, [tenant]))(tenant);
    const judging = judgingOf({ ...ending, answer }, answer, tenant, by, this.localDay);
    const [draft] = await this.drafts.draft(tx, [withTentative({ ...judging, everything, mayMiss: true }, () => true)]);
    return draft;
  }

  /**
   * Ends a plan that waits without applying anything of it: its tenant waits for nothing any more, what was settled for it
   * alone is forgotten, its rows go. To be said by the caller. @param tenant locked, and otherwise as it is to be from now on
   */
  async end(tx: EntityManager, tenant: Tenant, plan: StoredPlan, end: PlanEnd): Promise<void> {
    const { tenantId, number } = plan;
    await this.tenants.save(tx, [withoutHeld(tenant)]);
    await this.plans.end(tx, plan, end);
    await this.tentative.forget(tx, tenantId);
    await this.staging.drop(tx, [{ tenantId, number }], new Map());
  }
}
