import { Decide, Decision, DecisionsQuery as Query } from '@people-sync/contracts/api';
import type { reconcilerV1 } from '@people-sync/platform';
import { changesView, decisionSentence, undoneSentence } from '@people-sync/wording';
import { answerOf } from '../shapes/answer-of';
import { bodyOf, queryOf } from '../shapes/class-of';

/** `POST …/decisions`. */
export class DecideBody extends bodyOf(Decide) {}

/** `GET …/decisions`. */
export class DecisionsQuery extends queryOf(Query) {}

/** A decision as callers see it. @param undone it was just undone, and holds no longer. */
export function decisionView(decision: reconcilerV1.Decision, undone = false): Decision {
  const changes = changesView(decision.changes);
  const message = (undone ? undoneSentence : decisionSentence)({ ...decision, changes });
  return answerOf(Decision, { ...decision, changes, message });
}
