import { Injectable } from '@nestjs/common';
import { newEvent, PlanExpired, PlanRejected } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import { employeeIdOf, keptKey, type Settlements } from '@people-sync/reconciliation';
import { DataSource, type EntityManager } from 'typeorm';
import { DecisionsRepository } from '../decisions/decisions.repository';
import { DatabaseClock } from '../database/database-clock';
import { RowsAtHand } from '../snapshots/rows-at-hand';
import { StagingRepository } from '../snapshots/staging.repository';
import { type Tenant, withoutHeld } from '../tenants/tenant';
import { TenantsRepository } from '../tenants/tenants.repository';
import { Drafts } from './drafts';
import { type Draft, type Judging, judgingOf } from './judging';
import { JudgedByRepository } from './judged-by.repository';
import { localDays } from './local-day';
import { isUpToDate } from './plan.controller';
import type { StoredPlan } from './plan.entity';
import { SOURCE } from './plan-events';
import { PlanTotalsRepository } from './plan-totals.repository';
import { Planner } from './planner';
import { PlansRepository } from './plans.repository';

/** A yes or no to a plan. */
export interface Answer {
  readonly tenantId: string;
  readonly syncId: string;
  /** Of the plan that was shown. */
  readonly hash: string;
  /** Who decides. */
  readonly actor: string;
}

/** What became of it. */
export type Decided =
  | { readonly kind: 'decided'; readonly plan: StoredPlan }
  | { readonly kind: 'no-plan' | 'plan-outdated' | 'already-decided' | 'not-in-plan' }
  /** These people would get what somebody who is left out was to give up. */
  | { readonly kind: 'exclusion-clash'; readonly names: readonly string[] };

/**
 * Decides about plans that wait. A plan is made again from its staged rows when it is approved: the rules give the same
 * plan, byte for byte, or it is not the one that was shown and is refused.
 */
@Injectable()
export class Approval {
  private readonly localDay = localDays();

  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantsRepository,
    private readonly plans: PlansRepository,
    private readonly staging: StagingRepository,
    private readonly decisions: DecisionsRepository,
    private readonly judgedBy: JudgedByRepository,
    private readonly totals: PlanTotalsRepository,
    private readonly drafts: Drafts,
    private readonly planner: Planner,
    private readonly log: EventLog,
    private readonly clock: DatabaseClock,
  ) {}

  /**
   * Applies a plan but for those who are left out, whose changes are kept away until PeopleHR's values change. The same
   * answer again is answered alike.
   */
  async approve(answer: Answer & { readonly exclude: readonly string[] }): Promise<Decided> {
    return this.deciding(answer, 'approved', async (tx, tenant, plan) => {
      const draft = await this.again(tx, tenant, plan);
      if (draft?.hash !== plan.hash) return { kind: 'plan-outdated' };
      const exclude = new Set(answer.exclude);
      const planned = new Set(draft.items.map(({ verdict }) => verdict.personId));
      if ([...exclude].some((personId) => !planned.has(personId))) return { kind: 'not-in-plan' };
      const rest = exclude.size === 0 ? draft : await this.without(tx, draft, exclude);
      const names = clashing(draft, rest, exclude);
      if (names.length > 0) return { kind: 'exclusion-clash', names };
      const { judging } = rest;
      const gone = await this.totals.scopeValuesGone(tx, [judging]);
      const { tenantId, syncId } = plan;
      await this.decisions.keep(tx, { tenantId, syncId, people: [...exclude], actor: answer.actor || null });
      await this.tenants.save(tx, [approvedTenant(tenant, rest, gone.get(tenant.tenantId) ?? [], exclude.size)]);
      await this.plans.end(tx, plan, { state: 'approved', decidedBy: answer.actor, excluded: [...exclude] });
      await this.planner.commitApproved(
        tx,
        { ...rest, hash: plan.hash, actor: answer.actor, excluded: [...exclude].sort() },
        new RowsAtHand([]),
      );
      return null;
    });
  }

  /** Nothing of the plan is applied, and all of its changes are kept away until PeopleHR's values change. */
  async reject(answer: Answer): Promise<Decided> {
    return this.deciding(answer, 'rejected', async (tx, tenant, plan) => {
      const { tenantId, syncId, number, hash } = plan;
      const kept = await this.decisions.keep(tx, { tenantId, syncId, people: null, actor: answer.actor || null });
      const decisionsVersion = tenant.decisionsVersion + (kept > 0 ? 1 : 0);
      await this.tenants.save(tx, [{ ...withoutHeld(tenant), decisionsVersion }]);
      await this.plans.end(tx, plan, { state: 'rejected', decidedBy: answer.actor });
      await this.staging.drop(tx, [{ tenantId, number }], new Map());
      const origin = { source: SOURCE, tenantId, syncId, subject: syncId, actor: answer.actor || undefined };
      await this.log.append(tx, [newEvent(PlanRejected, origin, { number, hash })]);
      return null;
    });
  }

  /** Ends the waiting of a plan whose day has come; does nothing if it was decided meanwhile. */
  async expire(tenantId: string, syncId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      const plan = await this.plans.newest(tx, tenantId, syncId);
      if (plan?.state !== 'held' || plan.syncId !== syncId) return;
      const { number, hash } = plan;
      await this.tenants.save(tx, [withoutHeld(tenant)]);
      await this.plans.end(tx, plan, { state: 'expired' });
      await this.staging.drop(tx, [{ tenantId, number }], new Map());
      const origin = { source: SOURCE, tenantId, syncId, subject: syncId };
      await this.log.append(tx, [newEvent(PlanExpired, origin, { number, hash })]);
    });
  }

  /** Finds the plan that an answer is about and has it decided; `decide` gives null if it was. */
  private async deciding(
    { tenantId, syncId, hash }: Answer,
    wish: 'approved' | 'rejected',
    decide: (tx: EntityManager, tenant: Tenant, plan: StoredPlan) => Promise<Decided | null>,
  ): Promise<Decided> {
    return this.dataSource.transaction(async (tx): Promise<Decided> => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      const plan = await this.plans.newest(tx, tenantId, syncId);
      if (!plan) return { kind: 'no-plan' };
      if (plan.hash !== hash) return { kind: 'plan-outdated' };
      if (plan.state === wish) return { kind: 'decided', plan };
      if (plan.state === 'approved' || plan.state === 'rejected') return { kind: 'already-decided' };
      const now = await this.clock.now(tx);
      if (plan.state !== 'held' || isOver(plan, now) || !isUpToDate(plan, tenant)) return { kind: 'plan-outdated' };
      const refusal = await decide(tx, tenant, plan);
      if (refusal) return refusal;
      const decided = await this.plans.newest(tx, tenantId, plan.syncId);
      return decided ? { kind: 'decided', plan: decided } : { kind: 'no-plan' };
    });
  }

  /** The plan once more, from its staged rows; undefined if they are gone. */
  private async again(tx: EntityManager, tenant: Tenant, plan: StoredPlan): Promise<Draft | undefined> {
    if (!plan.judging) return undefined;
    const { ending, answer, everything } = plan.judging;
    const by = (await this.judgedBy.by(tx, [tenant]))(tenant);
    const judging: Judging = {
      ...judgingOf({ ...ending, answer }, answer, tenant, by, this.localDay),
      everything,
      mayMiss: true,
    };
    const [draft] = await this.drafts.draft(tx, [judging]);
    return draft;
  }

  /** The plan as if somebody had said no to these people's changes before. */
  private async without(tx: EntityManager, { judging, items }: Draft, exclude: ReadonlySet<string>): Promise<Draft> {
    const kept = new Map(judging.settlements.kept);
    for (const { verdict } of items) if (exclude.has(verdict.personId)) kept.set(verdict.personId, keptKey(verdict));
    const settlements: Settlements = { ...judging.settlements, kept };
    const [rest] = await this.drafts.draft(tx, [{ ...judging, settlements }]);
    if (!rest) throw new Error('a plan was judged and is gone');
    return rest;
  }
}

/** True if it waited for too long, whether or not it was ended yet. */
const isOver = ({ expiresAt }: StoredPlan, now: Date): boolean => expiresAt !== null && expiresAt <= now;

/** Who would not be changed as planned once the others are left out. */
function clashing(draft: Draft, rest: Draft, exclude: ReadonlySet<string>): string[] {
  const remaining = new Set(rest.items.map(({ verdict }) => verdict.personId));
  return draft.items
    .filter(({ verdict }) => !exclude.has(verdict.personId) && !remaining.has(verdict.personId))
    .map(({ verdict }) => verdict.row?.name ?? verdict.known?.name ?? employeeIdOf(verdict))
    .slice(0, 10);
}

/** The tenant after an approval; what was looked at and approved is how answers may look from now on. */
function approvedTenant(tenant: Tenant, { judging, items }: Draft, scopeGone: readonly string[], left: number): Tenant {
  const { answer, otherCompany } = judging;
  const base = otherCompany ? { baseDigest: null, baseNumber: null, baseCount: 0 } : {};
  return {
    ...withoutHeld(tenant),
    ...base,
    knownVersion: tenant.knownVersion + (items.length > 0 ? 1 : 0),
    decisionsVersion: tenant.decisionsVersion + (left > 0 ? 1 : 0),
    companyId: answer.companyId,
    missingStale: true,
    appliedBefore: true,
    shape: answer.fieldsPresent,
    scopeGone: [...new Set([...tenant.scopeGone, ...scopeGone])].sort(),
  };
}
