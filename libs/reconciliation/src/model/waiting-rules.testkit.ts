import { isDeepStrictEqual } from 'node:util';
import { type Settlement, settledWith } from '../identity/settlements';
import type { RulesPlan } from '../plans/plan';
import { heldBecause } from '../safeguards/safeguards';
import { type Answer, RulesTestkit } from '../verdicts/rules.testkit';
import type { AbsenceVerdict, PlanItem } from '../verdicts/verdict';

/** What somebody settled for the plan that waits alone; it holds once that plan, or one with the same row, is applied. */
export interface Draft {
  readonly id: string;
  readonly as: Settlement;
  /** EmployeeId and digest of the row that it is about; digest null: there is none. */
  readonly row: { readonly employeeId: string; readonly digest: string | null };
}

interface Waiting {
  readonly answer: Answer;
  readonly plan: RulesPlan;
  readonly madeWith: string;
}

/** Of somebody who is no leaver by status or date nothing is done by 'Apply only the leavers'. */
const isLeaver = (item: PlanItem): boolean =>
  item.kind === 'left' && (item.proof === 'leaver-status' || item.proof === 'leaving-date');

/** The rules over maps, for a tenant whose plans may wait for somebody's OK. */
export class WaitingRules extends RulesTestkit {
  /** Versions of the settings and of what people settled, together. */
  settledVersion = 0;
  drafts: readonly Draft[] = [];
  /** Since when changes wait; null if none do. */
  heldSince: string | null = null;
  waiting: Waiting | null = null;

  /** What a new answer leads to: what was settled for the plan that waits counts for the same rows. */
  next(answer: Answer, everything = false): RulesPlan {
    return this.planWith(this.carried(answer), answer, everything);
  }

  /** Why the plan of an answer would be held. */
  whyHeld(answer: Answer, plan: RulesPlan): string[] {
    return this.with(this.carried(answer), () => heldBecause(this.measured(answer, plan)));
  }

  /** Applies an answer, or has its plan wait. */
  offer(answer: Answer, plan: RulesPlan): string[] {
    const held = this.whyHeld(answer, plan);
    this.drafts = this.carried(answer);
    if (held.length === 0) {
      this.putInForce();
      this.apply(answer, plan);
      this.waiting = null;
      this.heldSince = null;
      return held;
    }
    this.see(plan, answer);
    this.heldSince ??= answer.takenAt ?? null;
    this.waiting = { answer, plan, madeWith: this.madeWith() };
    return held;
  }

  /** True if people, settings or what people settled are others than the plan that waits was made with. */
  get isOutdated(): boolean {
    return this.waiting !== null && this.waiting.madeWith !== this.madeWith();
  }

  /** The plan that waits, as it is with what was settled for it. */
  again(): RulesPlan | null {
    return this.waiting && this.planWith(this.drafts, this.waiting.answer);
  }

  /** The plan that waits without these people's changes. */
  without(exclude: readonly string[]): RulesPlan | null {
    const { waiting, drafts } = this;
    const plan = this.again();
    if (!waiting || !plan) return null;
    const { answer } = waiting;
    const ids = drafts.map(({ id }) => id);
    const said = plan.items.filter(({ personId }) => exclude.includes(personId));
    return this.with(drafts, () => {
      this.sayNo(said.map((item) => [item.personId, this.keysOf(item, answer)] as const));
      return this.plan(answer, false, ids);
    });
  }

  /** Judges the rows of the plan that waits once more, with one more word; a word if it cannot be. */
  draft(draft: Draft): RulesPlan | string {
    const { waiting, drafts } = this;
    if (!waiting) return 'no-plan';
    const all = [...drafts.filter((one) => topicOf(one) !== topicOf(draft)), draft];
    const after = this.planWith(all, waiting.answer);
    if (draft.as.kind === 'no' && clashes(waiting.plan, after, new Set([draft.as.personId]))) return 'exclusion-clash';
    this.drafts = all;
    this.waiting = { ...waiting, plan: after };
    return after;
  }

  /** True of somebody missing whom the newest complete answer has. */
  isSeen(personId: string): boolean {
    const seenAt = this.people.get(personId)?.seenAt ?? null;
    return seenAt !== null && seenAt === this.newest;
  }

  approve(exclude: readonly string[], only: 'all' | 'leavers', now: string): string {
    const { waiting } = this;
    if (!waiting) return 'no-plan';
    const { answer } = waiting;
    const again = this.planWith(this.drafts, answer);
    if (this.isOutdated) return 'plan-outdated';
    const age = Date.parse(now) - Date.parse(answer.takenAt ?? now);
    if (only === 'all' && age > 24 * 60 * 60 * 1000) return 'answer-too-old';
    if (again.hash !== waiting.plan.hash) return 'plan-outdated';
    const said = again.items.filter(({ personId }) => exclude.includes(personId));
    const noes = said.map((item) => [item.personId, this.keysOf(item, answer)] as const);
    const rest = this.without(exclude);
    if (!rest || (only === 'all' && clashes(again, rest, new Set(exclude)))) return 'exclusion-clash';
    // What was settled for the plan came first.
    if (only === 'all') this.putInForce();
    // Whoever is left out of what goes on waiting is not to go by what was settled for it.
    else this.drafts = this.drafts.filter(({ as }) => as.kind === 'identity' || !exclude.includes(as.personId));
    this.sayNo(noes);
    if (noes.length > 0) this.settledVersion += 1;
    if (only === 'leavers') this.takeLeavers(rest, answer);
    else this.takeApproved(rest, answer);
    this.waiting = null;
    return 'decided';
  }

  /** @param also people whose whole change is said no to, beside what made the plan wait */
  reject(also: readonly string[]): string {
    const { waiting } = this;
    if (!waiting) return 'no-plan';
    if (this.isOutdated) return 'plan-outdated';
    const { answer, plan } = waiting;
    const counted = this.counted(answer, plan);
    const noes = plan.items.map(
      (item) =>
        [
          item.personId,
          also.includes(item.personId) ? this.keysOf(item, answer) : (counted.get(item.personId) ?? []),
        ] as const,
    );
    this.sayNo(noes);
    if (noes.some(([, keys]) => keys.length > 0)) this.settledVersion += 1;
    this.end();
    return 'decided';
  }

  /** Somebody settles it for good, whatever was settled for the plan that waits. */
  word(word: Settlement): void {
    const drafts = this.drafts.filter((one) => topicOf(one) !== topicOf({ ...one, as: word }));
    const settlements = settledWith(this.settlements, [word]);
    const isSaidAgain = drafts.length === this.drafts.length && isDeepStrictEqual(settlements, this.settlements);
    if (!isSaidAgain) this.settledVersion += 1;
    this.drafts = drafts;
    this.settlements = settlements;
  }

  /** The plan waits no longer, and nothing is remembered of it. */
  end(): void {
    this.waiting = null;
    this.drafts = [];
  }

  /** The base stays as it is, and whoever was changed, or is missing, is judged again next time. */
  private takeApproved(plan: RulesPlan, answer: Answer): void {
    const other = this.isOther(answer);
    this.accept(plan, answer);
    this.take(plan, answer);
    if (other) this.base.clear();
    this.reopen([...plan.items, ...plan.absences]);
    if (plan.items.length > 0) this.version += 1;
    this.companyId = answer.companyId ?? null;
    this.appliedBefore = true;
    this.heldSince = null;
    this.scopeGone = [...new Set([...this.scopeGone, ...this.scopeValuesGone(answer)])];
  }

  /** Those with status or date leave, and the answer is accepted no more for that. */
  private takeLeavers({ items }: RulesPlan, answer: Answer): void {
    const leaving = items.filter(isLeaver);
    this.say(leaving, answer);
    this.known.announce(items);
    this.reopen(leaving);
    if (leaving.length > 0) this.version += 1;
  }

  private reopen(concerned: readonly (PlanItem | AbsenceVerdict)[]): void {
    for (const one of concerned) {
      for (const id of ['row' in one ? one.row?.employeeId : null, one.known?.employeeId])
        if (id && this.base.has(id)) this.open.add(id);
    }
  }

  /** Of what was settled for the plan that waited whatever is about the same rows in this answer. */
  private carried({ employees }: Answer): readonly Draft[] {
    if (this.drafts.length === 0) return [];
    const digests = new Map(employees.map((one) => [one.employeeId, this.digestOf(one)]));
    return this.drafts.filter(({ row }) => (digests.get(row.employeeId) ?? null) === row.digest);
  }

  private putInForce(): void {
    if (this.drafts.length === 0) return;
    this.settlements = settledWith(
      this.settlements,
      this.drafts.map((one) => one.as),
    );
    this.settledVersion += 1;
    this.drafts = [];
  }

  private planWith(drafts: readonly Draft[], answer: Answer, everything = false): RulesPlan {
    return this.with(drafts, () =>
      this.plan(
        answer,
        everything,
        drafts.map(({ id }) => id),
      ),
    );
  }

  private with<T>(drafts: readonly Draft[], act: () => T): T {
    const { settlements } = this;
    this.settlements = settledWith(
      settlements,
      drafts.map((one) => one.as),
    );
    try {
      return act();
    } finally {
      this.settlements = settlements;
    }
  }

  private madeWith(): string {
    return `${this.version} ${this.settledVersion}`;
  }
}

/** True if somebody would not be changed as planned once these are left out. */
function clashes(before: RulesPlan, after: RulesPlan, without: ReadonlySet<string>): boolean {
  const changed = new Set(after.items.map(({ personId }) => personId));
  return before.items.some(({ personId }) => !changed.has(personId) && !without.has(personId));
}

/** Of two words about the same the later one counts. */
const topicOf = ({ as }: Draft): string =>
  as.kind === 'identity' ? `identity ${as.employeeId}` : `${as.kind} ${as.personId}`;
