import { employeeFields } from '@people-sync/contracts';
import type { RulesPlan } from '../plans/plan';
import { heldBecause } from '../safeguards/safeguards';
import { keptKey } from '../verdicts/kept-key';
import { type Answer, RulesTestkit } from '../verdicts/rules.testkit';

/** The rules over maps, for a tenant whose plans may wait for somebody's OK. */
export class WaitingRules extends RulesTestkit {
  /** Versions of the settings and of what people settled, together. */
  settledVersion = 0;
  private waiting: { readonly answer: Answer; readonly hash: string; readonly madeWith: string } | null = null;

  /** Applies an answer, or has its plan wait. */
  offer(answer: Answer, plan: RulesPlan): string[] {
    const held = heldBecause(this.measured(answer, plan));
    if (held.length === 0) {
      this.apply(answer, plan);
      this.waiting = null;
      return held;
    }
    this.observe(plan, answer);
    this.waiting = { answer, hash: plan.hash, madeWith: this.madeWith() };
    return held;
  }

  approve(exclude: readonly string[]): string {
    const { waiting } = this;
    if (!waiting) return 'no-plan';
    const { answer } = waiting;
    const again = this.plan(answer);
    if (waiting.madeWith !== this.madeWith() || again.hash !== waiting.hash) return 'plan-outdated';
    const said = again.items.filter(({ personId }) => exclude.includes(personId));
    const { settlements } = this;
    this.settle({ kept: new Map([...settlements.kept, ...said.map((one) => [one.personId, keptKey(one)] as const)]) });
    const rest = this.plan(answer);
    const changed = new Set([...rest.items.map(({ personId }) => personId), ...exclude]);
    if (again.items.some(({ personId }) => !changed.has(personId))) {
      this.settlements = settlements;
      return 'exclusion-clash';
    }
    if (said.length > 0) this.settledVersion += 1;
    this.takeApproved(rest, answer);
    this.waiting = null;
    return 'decided';
  }

  reject(): string {
    const { waiting } = this;
    if (!waiting) return 'no-plan';
    const { items } = this.plan(waiting.answer);
    if (waiting.madeWith !== this.madeWith()) return 'plan-outdated';
    const noes = items.map((item) => [item.personId, keptKey(item)] as const);
    this.settle({ kept: new Map([...this.settlements.kept, ...noes]) });
    if (noes.length > 0) this.settledVersion += 1;
    this.waiting = null;
    return 'decided';
  }

  expire(): void {
    this.waiting = null;
  }

  /** The base stays as it is, and whoever was changed is judged again next time. */
  private takeApproved(plan: RulesPlan, answer: Answer): void {
    const other = this.isOther(answer);
    this.take(plan, answer);
    if (other) this.base.clear();
    for (const { row, known } of plan.items) {
      for (const id of [row?.employeeId, known?.employeeId]) if (id && this.base.has(id)) this.open.add(id);
    }
    if (plan.items.length > 0) this.version += 1;
    this.companyId = answer.companyId ?? null;
    this.appliedBefore = true;
    this.shape = answer.fieldsPresent ?? employeeFields;
    this.scopeGone = [...new Set([...this.scopeGone, ...this.scopeValuesGone(answer)])];
  }

  private madeWith(): string {
    return `${this.version} ${this.settledVersion}`;
  }
}
