import type { reconcilerV1 } from '@people-sync/platform';
import { decisionSentence } from '../decisions/decision-sentences';
import type { FieldChangeJson } from '../plans/field-change.dto';
import { heldSentence } from '../plans/safeguard-sentences';
import { causeTitle, problemSentence } from '../problems/problem-sentences';
import { dayOf } from '../wording/days';
import { itemWords } from './item-words';

/** What a step's sentence is made of. */
export interface StepFacts {
  readonly step: reconcilerV1.ExplanationStep;
  readonly changes: readonly FieldChangeJson[];
  /** Whom it is about; empty if nobody knows. */
  readonly name: string;
  readonly employeeId: string;
  /** Of a kept decision: what was to happen. */
  readonly itemKind: string;
  /** Of a decision: false if it was undone, or has nothing to say any more. */
  readonly holds: boolean;
  readonly timeZone: string;
}

const by = ({ step }: StepFacts): string => step.actor || 'Somebody';
const found = ({ step, changes }: StepFacts): string => itemWords({ kind: step.code, proof: step.proof, changes });

/** A sentence for each kind of step that the reconciler tells, but for `now`. */
const sentences: Readonly<Record<string, (facts: StepFacts) => string>> = {
  seen: ({ step, timeZone }) => `PeopleHR had them in its answer of ${dayOf(step.at, timeZone)}.`,
  linked: () => 'Their record in PeopleHR was found, and belongs to them from then on.',
  imported: () => 'Imported: they were in WeThrive before.',
  'missing-since': ({ step, timeZone }) => `Not in PeopleHR since ${dayOf(step.at, timeZone)}.`,
  plan: (facts) =>
    facts.step.reason === 'previewed'
      ? `A preview showed this, and nothing was changed: ${found(facts)}.`
      : `The check found this: ${found(facts)}.`,
  held: (facts) =>
    `The check found this: ${found(facts)}. ${heldSentence(facts.step.reason.split(', ').filter((name) => name !== ''))}`,
  approved: (facts) => `${by(facts)} gave their OK.`,
  excluded: (facts) =>
    `${by(facts)} gave their OK to the other changes and left this one out: it stays away until PeopleHR has something else.`,
  rejected: (facts) => `${by(facts)} said no to these changes: they stay away until PeopleHR has something else.`,
  expired: () => 'Nobody gave their OK within 7 days, so it was not applied.',
  superseded: () => 'Replaced by a newer check, so it was not applied.',
  cancelled: () => 'The sync was cancelled, so it was not applied.',
  problem: ({ step, name }) => problemSentence({ ...step, name, affected: 1 }),
  'problem-closed': ({ step }) => `Settled: ${causeTitle(step.code)}.`,
  decision: (facts) => {
    const { step, name, employeeId, itemKind, changes, holds } = facts;
    const said = decisionSentence({ kind: step.code, name, employeeId, reason: step.reason, itemKind, changes });
    return `${by(facts)} decided: ${said}${holds ? '' : ' It does not hold any more.'}`;
  },
};

/** The kinds that have a sentence of their own. */
export const stepKinds: readonly string[] = Object.keys(sentences);

/** What an administrator reads about one step. */
export const stepSentence = (facts: StepFacts): string =>
  (sentences[facts.step.kind] ?? ((): string => 'Something else happened.'))(facts);
