import { status } from '@grpc/grpc-js';
import { GrpcException, MOST_TOLD, type RefusalFacts } from '@people-sync/platform';
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
export function planRefusal(refused: Exclude<Decided, { readonly kind: 'decided' }> | NotRevised): GrpcException {
  const names = refused.kind === 'exclusion-clash' ? `: ${refused.names.join(', ')}.` : '';
  const code = refused.kind === 'no-plan' ? status.NOT_FOUND : status.FAILED_PRECONDITION;
  const facts = refused.kind === 'already-decided' ? decidedFacts(refused.plan) : {};
  return new GrpcException(code, refused.kind, `${sentences[refused.kind]}${names}`, { facts });
}

/** What was decided, by whom and when: the first hundred of those who were named, and how many they are. */
function decidedFacts(plan: StoredPlan): RefusalFacts {
  const { state, decidedBy, decidedAt, leaversOnly, notNow, excluded } = plan;
  const people = state === 'rejected' ? (plan.also ?? []) : excluded;
  return {
    state,
    by: decidedBy ?? '',
    at: decidedAt?.toISOString() ?? '',
    leaversOnly: String(leaversOnly),
    notNow: String(notNow ?? false),
    people: people.slice(0, MOST_TOLD).join(),
    peopleCount: String(people.length),
  };
}
