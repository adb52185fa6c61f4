import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { NoesRepository } from '../decisions/noes.repository';
import type { Tenant } from '../tenants/tenant';
import { TenantsRepository } from '../tenants/tenants.repository';
import type { Answer } from './answer';
import { HeldPlans } from './held-plans';
import type { StoredPlan } from '../plans/plan.entity';
import { PlanItemsRepository } from '../plans/plan-items.repository';
import { PlanSafeguards } from '../plans/plan-safeguards';
import { PlansRepository } from '../plans/plans.repository';
import { isUpToDate } from '../plans/up-to-date';
import { WaitingPlans } from './waiting-plans';

/** Why something cannot be settled for a plan. */
export type NotRevised =
  | { readonly kind: 'no-plan' | 'plan-outdated' | 'not-in-plan' }
  | { readonly kind: 'already-decided'; readonly plan: StoredPlan }
  | { readonly kind: 'exclusion-clash'; readonly names: readonly string[] };

export type Revised = { readonly kind: 'revised'; readonly plan: StoredPlan } | NotRevised;

/** Ends a transaction whose work is not to be kept. */
class Undone extends Error {
  constructor(readonly answer: NotRevised) {
    super('nothing of it is kept');
  }
}

/**
 * What somebody settles for a plan that waits, and nothing else: its own rows are judged again at once, it keeps its day,
 * and stays held whatever is left of it. Taking force is another matter: that comes with its approval.
 */
@Injectable()
export class Revisions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantsRepository,
    private readonly plans: PlansRepository,
    private readonly items: PlanItemsRepository,
    private readonly noes: NoesRepository,
    private readonly waiting: WaitingPlans,
    private readonly safeguards: PlanSafeguards,
    private readonly held: HeldPlans,
  ) {}

  /** Leaves exactly these people out of a plan that waits. The same again changes nothing. */
  async leaveOut(answer: Answer & { readonly people: readonly string[] }): Promise<Revised> {
    const { tenantId, people } = answer;
    const actor = answer.actor || null;
    return this.undoable(() =>
      this.dataSource.transaction(async (tx): Promise<Revised> => {
        const tenant = await this.tenants.lockOne(tx, tenantId);
        const plan = await this.waitingPlan(tx, tenant, answer);
        if ('kind' in plan) return plan;
        const wanted = new Set(people);
        const known = new Set((await this.items.of(tx, plan, people)).map(({ personId }) => personId));
        if (known.size < wanted.size) return { kind: 'not-in-plan' };
        const before = new Set(await this.items.leftOut(tx, plan));
        const more = [...wanted].filter((personId) => !before.has(personId));
        const less = [...before].filter((personId) => !wanted.has(personId));
        if (more.length + less.length === 0) return { kind: 'revised', plan };
        await this.noes.takeIn(tx, tenantId, less, actor);
        const said = { tenantId, syncId: plan.syncId, people: more, counted: false, actor, tentative: true };
        if (more.length > 0) await this.noes.keep(tx, said);
        return { kind: 'revised', plan: await this.revise(tx, tenant, plan, actor, new Set(more)) };
      }),
    );
  }

  /** The plan that waits under this sync, if it is the one that was shown and nothing has changed since. */
  async waitingPlan(
    tx: EntityManager,
    tenant: Tenant,
    { syncId, hash }: { readonly syncId: string; readonly hash: string | null },
  ): Promise<StoredPlan | NotRevised> {
    const plan = await this.plans.newest(tx, tenant.tenantId, syncId);
    if (!plan) return { kind: 'no-plan' };
    if (hash !== null && plan.hash !== hash) return { kind: 'plan-outdated' };
    if (plan.state !== 'held') return { kind: 'already-decided', plan };
    return isUpToDate(plan, tenant) ? plan : { kind: 'plan-outdated' };
  }

  /**
   * Judges a plan that waits again with what was just settled for it. To be called within `undoable`.
   * @param without those who were left out now: nobody else's change may fall away with theirs
   */
  async revise(
    tx: EntityManager,
    tenant: Tenant,
    plan: StoredPlan,
    actor: string | null,
    without: ReadonlySet<string> = new Set(),
  ): Promise<StoredPlan> {
    const draft = await this.waiting.judge(tx, tenant, plan);
    if (!draft) throw new Undone({ kind: 'plan-outdated' });
    const staying = [...without, ...draft.items.map(({ verdict }) => verdict.personId)];
    const names = without.size === 0 ? [] : await this.items.othersThan(tx, plan, staying);
    if (names.length > 0) throw new Undone({ kind: 'exclusion-clash', names });
    const [measured] = await this.safeguards.measure(tx, [draft]);
    if (!measured) throw new Error('a plan was judged and is gone');
    await this.held.revise(tx, { ...measured, outcome: 'held' }, actor);
    const revised = await this.plans.newest(tx, plan.tenantId, plan.syncId);
    if (!revised) throw new Error('a plan was stored and is gone');
    return revised;
  }

  /** What was done is kept, unless it turned out that it must not be. */
  async undoable<T>(act: () => Promise<T>): Promise<T | NotRevised> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Undone) return error.answer;
      throw error;
    }
  }
}
