import { Injectable } from '@nestjs/common';
import { noCounts } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import { employeeIdOf, type PlanItem, settledWith } from '@people-sync/reconciliation';
import { DataSource, type EntityManager } from 'typeorm';
import { DatabaseClock } from '../database/database-clock';
import { NoesRepository } from '../decisions/noes.repository';
import { TentativeRepository } from '../decisions/tentative.repository';
import { laterOf, type Tenant, withoutHeld } from '../tenants/tenant';
import { TenantsRepository } from '../tenants/tenants.repository';
import { ProblemsRepository } from '../problems/problems.repository';
import { Acceptance } from '../plans/acceptance';
import { Drafts } from '../plans/drafts';
import { HeldPlans } from './held-plans';
import type { Draft } from '../judging/draft';
import type { ApprovedPlan } from '../judging/plan';
import type { StoredPlan } from '../plans/plan.entity';
import { planExpired, planRejected } from '../plans/plan-events';
import { PlanItemsRepository } from '../plans/plan-items.repository';
import { PlanSafeguards } from '../plans/plan-safeguards';
import { PlanTotalsRepository } from '../plans/plan-totals.repository';
import { PlansRepository } from '../plans/plans.repository';
import { GOOD_FOR_MS, isUpToDate } from '../plans/up-to-date';
import type { Answer, No, Yes } from './answer';
import { isSameNo, isSameYes, putsOff } from './same-answer';
import { WaitingPlans } from './waiting-plans';

/** What became of it. */
export type Decided =
  | { readonly kind: 'decided'; readonly plan: StoredPlan }
  | { readonly kind: 'no-plan' | 'plan-outdated' | 'not-in-plan' | 'answer-too-old' }
  /** Somebody said something else to it: what, by whom and when stands in the plan. */
  | { readonly kind: 'already-decided'; readonly plan: StoredPlan }
  /** These people would get what somebody who is left out was to give up. */
  | { readonly kind: 'exclusion-clash'; readonly names: readonly string[] };

/**
 * Decides about plans that wait. A plan is made again from its staged rows when it is approved: the rules give the same
 * plan, byte for byte, or it is not the one that was shown and is refused.
 */
@Injectable()
export class Approval {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantsRepository,
    private readonly plans: PlansRepository,
    private readonly items: PlanItemsRepository,
    private readonly noes: NoesRepository,
    private readonly tentative: TentativeRepository,
    private readonly waiting: WaitingPlans,
    private readonly totals: PlanTotalsRepository,
    private readonly drafts: Drafts,
    private readonly safeguards: PlanSafeguards,
    private readonly problems: ProblemsRepository,
    private readonly acceptance: Acceptance,
    private readonly held: HeldPlans,
    private readonly log: EventLog,
    private readonly clock: DatabaseClock,
  ) {}

  /**
   * Applies a plan, or lets its leavers go, but for those who are left out, whose changes are kept away until PeopleHR's
   * values change. The same answer again is answered alike; another one than was given is told what was. An answer of PeopleHR's that is more than a day old has to be
   * read again first, but for leavers.
   */
  async approve(answer: Yes): Promise<Decided> {
    const isSame = async (tx: EntityManager, plan: StoredPlan): Promise<boolean> =>
      plan.state === 'approved' && isSameYes(plan, await this.items.leftOut(tx, plan), answer);
    return this.deciding(answer, isSame, async (tx, tenant, plan, now) => {
      const isOld = now.getTime() - plan.takenAt.getTime() > GOOD_FOR_MS;
      if (answer.part === 'all' && isOld) return { kind: 'answer-too-old' };
      const draft = await this.waiting.judge(tx, tenant, plan);
      if (draft?.hash !== plan.hash) return { kind: 'plan-outdated' };
      const exclude = new Set(answer.exclude);
      const planned = new Set(draft.items.map(({ verdict }) => verdict.personId));
      if ([...exclude].some((personId) => !planned.has(personId))) return { kind: 'not-in-plan' };
      const rest = exclude.size === 0 ? draft : await this.without(tx, plan, draft, [...exclude]);
      const names = answer.part === 'all' ? clashing(draft, rest, exclude) : [];
      if (names.length > 0) return { kind: 'exclusion-clash', names };
      const { tenantId, syncId } = plan;
      const actor = answer.actor || null;
      const said = { tenantId, syncId, people: [...exclude], counted: false, actor, tentative: false };
      const leftOut = await this.items.leftOut(tx, plan);
      // What was settled for the plan came first.
      if (answer.part === 'all') await this.acceptance.putInForce(tx, [draft.judging]);
      // Whoever is left out of what goes on waiting is not to go by what was settled for it.
      else await this.tentative.forgetAbout(tx, plan.tenantId, [...exclude]);
      const noes = exclude.size === 0 ? [] : await this.noes.keep(tx, said);
      const excluded = [...exclude, ...leftOut].sort();
      const leaversOnly = answer.part === 'leavers';
      await this.plans.end(tx, plan, { state: 'approved', decidedBy: answer.actor, excluded, leaversOnly });
      const approved = { hash: plan.hash, actor: answer.actor, excluded, part: answer.part, noes };
      if (leaversOnly) await this.letLeaversGo(tx, tenant, { ...rest, ...approved });
      else await this.accept(tx, tenant, { ...rest, ...approved });
      return null;
    });
  }

  /**
   * Nothing of the plan is applied. What made it wait, and everything about those who are named, is kept away until
   * PeopleHR's values change; everything else comes with the next plan. For now, nothing is remembered.
   */
  async reject(answer: No): Promise<Decided> {
    const isSame = (_: EntityManager, plan: StoredPlan): boolean => plan.state === 'rejected' && isSameNo(plan, answer);
    return this.deciding(answer, isSame, async (tx, tenant, plan) => {
      const { tenantId, syncId } = plan;
      const { remembers, also, actor } = answer;
      const found = await this.items.of(tx, plan, also);
      if (found.length < new Set(also).size) return { kind: 'not-in-plan' };
      const said = { tenantId, syncId, people: also, counted: true, actor: actor || null, tentative: false };
      const noes = remembers === 'nothing' ? [] : await this.noes.keep(tx, said);
      const decisionsVersion = tenant.decisionsVersion + (noes.length > 0 ? 1 : 0);
      await this.waiting.end(tx, { ...tenant, decisionsVersion }, plan, {
        state: 'rejected',
        decidedBy: actor,
        also: [...also],
        notNow: putsOff(answer),
      });
      await this.log.append(tx, [planRejected(plan, { actor, remembers, also: [...also], noes })]);
      return null;
    });
  }

  /** Ends the waiting of a plan whose day has come; does nothing if it was decided meanwhile. */
  async expire(tenantId: string, syncId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      const plan = await this.plans.newest(tx, tenantId, syncId);
      if (plan?.state !== 'held' || plan.syncId !== syncId) return;
      await this.waiting.end(tx, tenant, plan, { state: 'expired' });
      await this.log.append(tx, [planExpired(plan)]);
    });
  }

  /** The whole plan is applied, and its answer accepted with it. */
  private async accept(tx: EntityManager, tenant: Tenant, plan: Omit<ApprovedPlan, 'problems'>): Promise<void> {
    const gone = await this.totals.scopeValuesGone(tx, [plan.judging]);
    const measured = await this.safeguards.measure(tx, [plan]);
    const [problems] = (await this.problems.changes(tx, measured)).values();
    if (!problems) throw new Error('what a plan leaves to be decided was not told');
    await this.tenants.save(tx, [approvedTenant(tenant, plan, gone.get(tenant.tenantId) ?? [])]);
    const approved = { ...plan, problems: problems.open };
    await this.held.apply(tx, approved, problems);
  }

  private async letLeaversGo(tx: EntityManager, tenant: Tenant, plan: Omit<ApprovedPlan, 'problems'>): Promise<void> {
    const items = plan.items.filter(({ verdict }) => isLeaver(verdict));
    await this.tenants.save(tx, [
      {
        ...withoutHeld(tenant),
        knownVersion: tenant.knownVersion + (items.length > 0 ? 1 : 0),
        decisionsVersion: tenant.decisionsVersion + (plan.noes.length > 0 ? 1 : 0),
        missingStale: true,
      },
    ]);
    const { tenantId } = tenant;
    const { seen } = plan.counts;
    const counts = { ...noCounts, seen, left: items.length, unchanged: seen - items.length };
    const problems = await this.problems.countOpen(tx, tenantId);
    await this.held.applyLeavers(tx, { ...plan, items, counts, problems }, plan);
  }

  /** Finds the plan that an answer is about and has it decided; `decide` gives null if it was. @param isSame as was given */
  private async deciding(
    { tenantId, syncId, hash }: Answer,
    isSame: (tx: EntityManager, plan: StoredPlan) => boolean | Promise<boolean>,
    decide: (tx: EntityManager, tenant: Tenant, plan: StoredPlan, now: Date) => Promise<Decided | null>,
  ): Promise<Decided> {
    return this.dataSource.transaction(async (tx): Promise<Decided> => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      const plan = await this.plans.newest(tx, tenantId, syncId);
      if (!plan) return { kind: 'no-plan' };
      if (plan.hash !== hash) return { kind: 'plan-outdated' };
      if (plan.state === 'approved' || plan.state === 'rejected')
        return { kind: (await isSame(tx, plan)) ? 'decided' : 'already-decided', plan };
      const now = await this.clock.now(tx);
      if (plan.state !== 'held' || isOver(plan, now) || !isUpToDate(plan, tenant)) return { kind: 'plan-outdated' };
      const refusal = await decide(tx, tenant, plan, now);
      if (refusal) return refusal;
      const decided = await this.plans.newest(tx, tenantId, plan.syncId);
      return decided ? { kind: 'decided', plan: decided } : { kind: 'no-plan' };
    });
  }

  /** The plan as if somebody had said no to these people's changes before. */
  private async without(
    tx: EntityManager,
    plan: StoredPlan,
    { judging }: Draft,
    exclude: readonly string[],
  ): Promise<Draft> {
    const items = await this.items.of(tx, plan, exclude);
    const noes = items.map(({ personId, keptKeys }) => ({ kind: 'no' as const, personId, keys: keptKeys }));
    const settlements = settledWith(judging.settlements, noes);
    const [rest] = await this.drafts.draft(tx, [{ ...judging, settlements }]);
    if (!rest) throw new Error('a plan was judged and is gone');
    return rest;
  }
}

/** True if it waited for too long, whether or not it was ended yet. */
const isOver = ({ expiresAt }: StoredPlan, now: Date): boolean => expiresAt !== null && expiresAt <= now;
const isLeaver = (item: PlanItem): boolean =>
  item.kind === 'left' && (item.proof === 'leaver-status' || item.proof === 'leaving-date');

/** Who would not be changed as planned once the others are left out. */
function clashing(draft: Draft, rest: Draft, exclude: ReadonlySet<string>): string[] {
  const remaining = new Set(rest.items.map(({ verdict }) => verdict.personId));
  return draft.items
    .filter(({ verdict }) => !exclude.has(verdict.personId) && !remaining.has(verdict.personId))
    .map(({ verdict }) => verdict.row?.name ?? verdict.known?.name ?? employeeIdOf(verdict))
    .slice(0, 10);
}

/** The tenant after an approval; what was looked at and approved is how answers may look from now on. */
function approvedTenant(
  tenant: Tenant,
  { judging, items, noes }: Omit<ApprovedPlan, 'problems'>,
  scopeGone: readonly string[],
): Tenant {
  const { answer, otherCompany, counting } = judging;
  const base = otherCompany ? { baseDigest: null, baseNumber: null, baseCount: 0 } : {};
  // An answer that equals the base is not asked which values it has, but the base is not this answer, and may have these.
  const isAskedAgain = scopeGone.some((value) => !tenant.scopeGone.includes(value));
  return {
    ...withoutHeld(tenant),
    ...base,
    ...(isAskedAgain ? { baseDecisions: null } : {}),
    heldSince: null,
    acceptedAt: answer.takenAt,
    newestAt: laterOf(tenant.newestAt, answer.takenAt),
    knownVersion: tenant.knownVersion + (items.length > 0 ? 1 : 0),
    decisionsVersion: tenant.decisionsVersion + (noes.length > 0 || counting.length > 0 ? 1 : 0),
    companyId: answer.companyId,
    missingStale: true,
    appliedBefore: true,
    shape: answer.fieldsPresent,
    scopeGone: [...new Set([...tenant.scopeGone, ...scopeGone])].sort(),
  };
}
