import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { TentativeRepository } from '../decisions/tentative.repository';
import { isUnderNewRules, type Judging, withTentative } from '../judging/judging';
import type { Plan } from '../judging/plan';
import { RereadingRepository } from '../known/rereading.repository';
import { StagingRepository } from '../snapshots/staging.repository';
import { Drafts } from './drafts';
import { PlanSafeguards } from './plan-safeguards';

/** Makes plans of settled snapshots, with a fixed number of statements for any number. */
@Injectable()
export class Planner {
  private readonly logger = new Logger(Planner.name);

  constructor(
    private readonly staging: StagingRepository,
    private readonly rereading: RereadingRepository,
    private readonly drafts: Drafts,
    private readonly tentative: TentativeRepository,
    private readonly safeguards: PlanSafeguards,
  ) {}

  /**
   * Decides about each snapshot, one a tenant; nothing is written yet but rows of the base that are staged
   * anew, and how what is known is read under new rules.
   */
  async decide(tx: EntityManager, judgings: readonly Judging[]): Promise<Plan[]> {
    if (judgings.length === 0) return [];
    const about = await this.tentative.stillAbout(tx, judgings);
    const judged = judgings.map((judging) => withTentative(judging, ({ decisionId }) => about.has(decisionId)));
    await this.staging.stageStored(
      tx,
      judged.filter(({ ending }) => ending.kind === 'unchanged'),
    );
    await this.rereading.readAgain(tx, judged.filter(isUnderNewRules));
    const plans = await this.safeguards.measure(tx, await this.drafts.draft(tx, judged));
    for (const plan of plans) this.warnOf(plan);
    return plans;
  }

  /** Nobody at the customer can mend dates that PeopleHR writes in another way: whoever runs this has to know. */
  private warnOf({ judging, safeguards }: Plan): void {
    const { tenantId, number, answer, ending } = judging;
    for (const { name, field, value, tripped } of safeguards) {
      if (name !== 'dates-unreadable' || !tripped) continue;
      const about = { tenant: tenantId, sync: ending.syncId, number, field, unreadable: value, seen: answer.count };
      this.logger.warn('many dates of an answer cannot be read: its changes wait', about);
    }
  }
}
