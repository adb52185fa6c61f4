import type { DecidedBefore, DecidedState } from '@people-sync/contracts/api';
import { MOST_TOLD, type ProblemException, refusal } from '@people-sync/platform';
import type { StoredPlan } from '../plans/plan.entity';
import type { Decided } from './approval';
import type { NotRevised } from './revisions';

const sentences = {
  'no-plan': 'No plan was made for this sync.',
  'plan-outdated': 'The plan is not the one that was shown, or things have changed since it was made.',
  'already-decided': 'Somebody has decided about this plan already.',
  'not-in-plan': 'Somebody who is named is not in the plan.',
  'answer-too-old': "PeopleHR's answer is more than a day old: it is to be read again first.",
  'exclusion-clash': 'Others get what those who are left out were to give up',
} as const;

/** Why something cannot be done with a plan, as gRPC tells it. */
export function planRefusal(refused: Exclude<Decided, { readonly kind: 'decided' }> | NotRevised): ProblemException {
  const sentence = sentences[refused.kind];
  switch (refused.kind) {
    case 'exclusion-clash': {
      const names = refused.names.slice(0, MOST_TOLD);
      return refusal(refused.kind, `${sentence}: ${refused.names.join(', ')}.`, { names });
    }
    case 'already-decided':
      return refusal(refused.kind, sentence, { decided: decidedBefore(refused.plan) });
    default:
      return refusal(refused.kind, sentence);
  }
}

/** What became of a plan that waits no more. */
const states: Readonly<Record<StoredPlan['state'], DecidedState | null>> = {
  applying: 'no-ok-needed',
  previewed: 'previewed',
  held: null,
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired',
  superseded: 'superseded',
  cancelled: 'cancelled',
  dropped: 'failed',
};

/** What was decided, by whom and when: the first hundred of those who were named, and how many they are. */
function decidedBefore(plan: StoredPlan): DecidedBefore {
  const { state, decidedBy, decidedAt, leaversOnly, notNow, excluded } = plan;
  const people = state === 'rejected' ? (plan.also ?? []) : excluded;
  return {
    state: states[state],
    decidedBy,
    decidedAt: decidedAt?.toISOString() ?? null,
    leaversOnly,
    notNow: notNow ?? false,
    people: people.slice(0, MOST_TOLD),
    peopleCount: people.length,
  };
}
