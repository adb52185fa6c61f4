import type { reconcilerV1 } from '@people-sync/platform';
import type { Decision } from '../decisions/decision.entity';
import type { StoredPlan } from '../plans/plan.entity';
import type { StoredPlanItem } from '../plans/plan-item.entity';
import { changeMessages } from '../plans/plan-message';
import type { Problem } from '../problems/problem.entity';
import type { NowCode } from './standing-now';
import type { Subject } from './subjects.repository';

/** What is stored about somebody, and how they stand now. */
export interface Story {
  readonly subject: Subject;
  readonly plans: readonly { readonly item: StoredPlanItem; readonly plan: StoredPlan }[];
  readonly problems: readonly Problem[];
  readonly decisions: readonly Decision[];
  /** The newest plan of all. */
  readonly last: StoredPlan | null;
  /** The plan of the last applied answer, if that one has them. */
  readonly base: StoredPlan | null;
  readonly code: NowCode;
}

type Step = reconcilerV1.ExplanationStep;

/** The story step by step, oldest first; the last step tells how it stands now, by the newest answer. */
export function stepsOf({ subject, plans, problems, decisions, last, base, code }: Story): Step[] {
  const missing = subject.known?.missingSince;
  const { importedAt } = subject;
  const told = [
    ...(importedAt ? [step(importedAt.toISOString(), 'imported', {}), ...linkedSteps(plans)] : []),
    ...(base ? [step(base.takenAt.toISOString(), 'seen', { syncId: base.syncId })] : []),
    ...plans.flatMap(({ item, plan }) => planSteps(item, plan)),
    ...problems.flatMap(problemSteps),
    ...decisions.flatMap(decisionSteps),
    ...(missing ? [step(missing, 'missing-since', {})] : []),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const at = last?.madeAt.toISOString() ?? told.at(-1)?.at ?? '';
  return [...told, step(at, 'now', { syncId: last?.syncId ?? '', code })];
}

const NOTHING: Omit<Step, 'at' | 'kind'> = {
  syncId: '',
  code: '',
  changes: [],
  proof: '',
  actor: '',
  received: '',
  other: '',
  reason: '',
};

const step = (at: string, kind: string, facts: Partial<Step>): Step => ({ ...NOTHING, ...facts, at, kind });

function planSteps(item: StoredPlanItem, plan: StoredPlan): Step[] {
  const { syncId } = plan;
  const facts = { syncId, code: item.kind, proof: item.proof ?? '', changes: changeMessages(item.changes) };
  const made = step(plan.madeAt.toISOString(), plan.outcome === 'held' ? 'held' : 'plan', {
    ...facts,
    reason: plan.outcome === 'previewed' ? 'previewed' : plan.heldBecause.join(', '),
  });
  if (plan.state === plan.outcome || !plan.decidedAt) return [made];
  const excluded = plan.state === 'approved' && plan.excluded.includes(item.personId);
  const decided = { ...facts, changes: [], actor: plan.decidedBy ?? '' };
  return [made, step(plan.decidedAt.toISOString(), excluded ? 'excluded' : plan.state, decided)];
}

/** Of somebody imported: the first change that was applied is when their row was found. */
function linkedSteps(plans: Story['plans']): Step[] {
  const applied = plans.find(({ item, plan }) => {
    return plan.state === 'applying' || (plan.state === 'approved' && !plan.excluded.includes(item.personId));
  });
  if (!applied) return [];
  const { syncId, decidedAt, madeAt } = applied.plan;
  return [step((decidedAt ?? madeAt).toISOString(), 'linked', { syncId })];
}

function problemSteps({ syncId, code, received, other, openedAt, closedAt }: Problem): Step[] {
  const facts = { syncId, code, received: received ?? '', other: other ?? '' };
  return [
    step(openedAt.toISOString(), 'problem', facts),
    ...(closedAt ? [step(closedAt.toISOString(), 'problem-closed', facts)] : []),
  ];
}

/** One that holds no more was undone by somebody, replaced, or has nothing to say any more. */
function decisionSteps({ kind, reason, decidedBy, decidedAt, changes, endedAt, endedBy }: Decision): Step[] {
  const facts = { code: kind, reason: reason ?? '', actor: decidedBy ?? '', changes: changeMessages(changes) };
  return [
    step(decidedAt.toISOString(), 'decision', facts),
    ...(endedAt ? [step(endedAt.toISOString(), 'decision-ended', { code: kind, actor: endedBy ?? '' })] : []),
  ];
}
