import { Injectable } from '@nestjs/common';
import type { ProblemChanges } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { DecisionsRepository } from '../decisions/decisions.repository';
import type { Draft } from '../judging/draft';
import type { ApprovedPlan, Plan } from '../judging/plan';
import { leaversOf, noLongerLeaving } from '../judging/settled-by-plan';
import { BaseRepository } from '../known/base.repository';
import { PersonsRepository } from '../known/persons.repository';
import { PlanProblemsRepository } from '../problems/plan-problems.repository';
import { problemsOfPlan } from '../problems/problem-changes';
import { ProblemsRepository } from '../problems/problems.repository';
import { RowsAtHand } from '../snapshots/rows-at-hand';
import { StagingRepository } from '../snapshots/staging.repository';
import { Acceptance } from '../plans/acceptance';
import { PlanItemsRepository } from '../plans/plan-items.repository';
import { approvedSteps, revisedSteps } from '../plans/plan-steps';
import { PlanWriter } from '../plans/plan-writer';
import { PlansRepository } from '../plans/plans.repository';

/** Commits what becomes of a plan that is stored already: applied as a whole or in part, or another than it was. */
@Injectable()
export class HeldPlans {
  constructor(
    private readonly staging: StagingRepository,
    private readonly persons: PersonsRepository,
    private readonly base: BaseRepository,
    private readonly plans: PlansRepository,
    private readonly items: PlanItemsRepository,
    private readonly problems: ProblemsRepository,
    private readonly planProblems: PlanProblemsRepository,
    private readonly decisions: DecisionsRepository,
    private readonly acceptance: Acceptance,
    private readonly writer: PlanWriter,
  ) {}

  /**
   * Applies the plan, but for those who were left out: its answer is accepted with it. What was settled for it alone is in
   * force already (`Acceptance.putInForce`).
   */
  async apply(tx: EntityManager, plan: ApprovedPlan, problems: ProblemChanges): Promise<void> {
    await this.problems.save(tx, [problems]);
    const { otherCompany, tenantId } = plan.judging;
    await (otherCompany ? this.base.forget(tx, tenantId) : this.base.reopen(tx, plan));
    await this.acceptance.accept(tx, [plan]);
    await this.writer.write(tx, STORED_ALREADY, approvedSteps(plan, problems), async () => {
      await this.staging.drop(tx, [plan.judging], new Map());
    });
  }

  /**
   * Lets those go who leave by status or date, and nobody else: nothing of the answer is believed for that, but for when
   * people are going to leave.
   * @param rest the whole plan
   */
  async applyLeavers(tx: EntityManager, plan: ApprovedPlan, rest: Draft): Promise<void> {
    await this.base.reopen(tx, { ...plan, absences: [] });
    await this.decisions.endMissing(tx, leaversOf(plan));
    await this.decisions.endLeavers(tx, noLongerLeaving(plan));
    await this.writer.write(tx, STORED_ALREADY, approvedSteps(plan, undefined), async () => {
      await this.persons.announce(tx, rest);
      await this.staging.drop(tx, [plan.judging], new Map());
    });
  }

  /** Stores and says the plan as it is with what was settled for it alone. @param plan judged with it */
  async revise(tx: EntityManager, plan: Plan, actor: string | null): Promise<void> {
    const open = (await this.problems.changes(tx, [plan])).get(plan)?.open ?? 0;
    const { tenantId, ending } = plan.judging;
    await this.items.clear(tx, { tenantId, syncId: ending.syncId });
    await this.plans.revise(tx, plan, open);
    await this.planProblems.clear(tx, tenantId, ending.syncId);
    await this.planProblems.insert(tx, problemsOfPlan(plan));
    await this.writer.write(tx, { store: true, atHand: NOTHING_AT_HAND }, revisedSteps(plan, open, actor));
  }
}

const NOTHING_AT_HAND = new RowsAtHand([]);

/** A plan that was held has its items already. */
const STORED_ALREADY = { store: false, atHand: NOTHING_AT_HAND };
