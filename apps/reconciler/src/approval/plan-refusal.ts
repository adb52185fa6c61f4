import { status } from '@grpc/grpc-js';
import { GrpcException } from '@people-sync/platform';
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
  return new GrpcException(code, refused.kind, `${sentences[refused.kind]}${names}`);
}
