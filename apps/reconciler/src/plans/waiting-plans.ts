import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Tenant } from '../tenants/tenant';
import { Drafts } from './drafts';
import { JudgedByRepository } from './judged-by.repository';
import { type Draft, judgingOf, withTentative } from './judging';
import { localDays } from './local-day';
import type { StoredPlan } from './plan.entity';

/** Judges the rows of plans that wait once more: the rules give the same plan, byte for byte, as long as nothing else changed. */
@Injectable()
export class WaitingPlans {
  private readonly localDay = localDays();

  constructor(
    private readonly judgedBy: JudgedByRepository,
    private readonly drafts: Drafts,
  ) {}

  /** The plan once more, from its staged rows, with what was settled for it alone; undefined if it does not wait. */
  async judge(tx: EntityManager, tenant: Tenant, plan: StoredPlan): Promise<Draft | undefined> {
    if (!plan.judging) return undefined;
    const { ending, answer, everything } = plan.judging;
    const by = (await this.judgedBy.by(tx, [tenant]))(tenant);
    const judging = judgingOf({ ...ending, answer }, answer, tenant, by, this.localDay);
    const [draft] = await this.drafts.draft(tx, [withTentative({ ...judging, everything, mayMiss: true }, () => true)]);
    return draft;
  }
}
