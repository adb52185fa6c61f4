import type { Policy } from '@people-sync/contracts';
import { standingOf } from '@people-sync/reconciliation';
import type { Decision } from '../decisions/decision.entity';
import type { StoredPlan } from '../plans/plan.entity';
import type { Problem } from '../problems/problem.entity';
import type { Subject } from './subjects.repository';

/** How somebody stands now, in one word; `ExplanationStep.code` of the last step. */
export type NowCode =
  | 'unchanged'
  | 'kept'
  | 'refused'
  | 'held'
  | 'missing'
  | 'left-out'
  | 'out-of-scope'
  | 'not-started'
  | 'left'
  | 'never-from-peoplehr'
  | 'not-seen'
  | 'ignored';

/** What is stored about somebody. */
export interface Facts {
  readonly subject: Subject;
  readonly plans: readonly { readonly plan: StoredPlan }[];
  readonly problems: readonly Problem[];
  readonly decisions: readonly Decision[];
  readonly policy: Policy;
  /** `yyyy-MM-dd` */
  readonly today: string;
}

/** The first of these that holds: what waits for a person comes before what simply is so. */
export function standingNow({ subject, plans, problems, decisions, policy, today }: Facts): NowCode {
  const { known, row } = subject;
  const holding = decisions.filter(({ endedAt }) => endedAt === null);
  const leftOut =
    holding.some(({ kind }) => kind === 'leave-out') ||
    policy.leaveOut.some(({ personId }) => personId === subject.personId);
  if (plans.some(({ plan }) => plan.state === 'held')) return 'held';
  if (known?.missingSince) return 'missing';
  if (problems.some(({ closedAt }) => closedAt === null)) return 'refused';
  if (holding.some(({ kind }) => kind === 'kept')) return 'kept';
  const isOutOfScope = row !== null && standingOf({ row, before: null }, known, today, policy).kind === 'out-of-scope';
  if (known && !known.active) return leftOut ? 'left-out' : isOutOfScope ? 'out-of-scope' : 'left';
  if (known && !known.linked) return 'never-from-peoplehr';
  if (leftOut) return 'left-out';
  if (known) return isOutOfScope ? 'out-of-scope' : 'unchanged';
  if (!row) return 'not-seen';
  const { kind } = standingOf({ row, before: null }, null, today, policy);
  if (kind === 'out-of-scope' || kind === 'not-started') return kind;
  return kind === 'left' || kind === 'left-or-leaving' ? 'ignored' : 'unchanged';
}
