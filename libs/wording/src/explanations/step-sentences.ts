import type { FieldChange } from '@people-sync/contracts/api';
import { decisionSentence } from '../decisions/decision-sentences';
import { because } from '../plans/safeguard-sentences';
import { causeTitle, problemSentence } from '../problems/problem-sentences';
import { dayOf } from '../words/days';
import { itemWords } from './item-words';
import type { ToldStep } from './story';

/** What a step's sentence is made of. */
export interface StepFacts {
  readonly step: ToldStep;
  readonly changes: readonly FieldChange[];
  /** Whom it is about; empty if nobody knows. */
  readonly name: string;
  readonly employeeId: string;
  /** Of a kept decision: what was to happen. */
  readonly itemKind: string;
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
  held: (facts) => {
    return `The check found this: ${found(facts)}. It was held for an OK${because(facts.step.reason.split(', '))}.`;
  },
  approved: (facts) => `${by(facts)} gave their OK.`,
  excluded: (facts) =>
    `${by(facts)} gave their OK to the other changes and left this one out: it stays away until PeopleHR has something else.`,
  rejected: (facts) => `${by(facts)} said no to these changes: they stay away until PeopleHR has something else.`,
  expired: () => 'Nobody gave their OK within 7 days, so it was not applied.',
  superseded: () => 'Replaced by a newer check, so it was not applied.',
  cancelled: () => 'The sync was cancelled, so it was not applied.',
  dropped: () => 'A part of the changes could not be written, so nothing of that sync was applied.',
  problem: ({ step, name }) => problemSentence({ ...step, name, affected: 1 }),
  'problem-closed': ({ step }) => `Settled: ${causeTitle(step.code)}.`,
  decision: (facts) => {
    const { step, name, employeeId, itemKind, changes } = facts;
    const said = decisionSentence({ kind: step.code, name, employeeId, reason: step.reason, itemKind, changes });
    return `${by(facts)} ${step.code === 'kept' ? 'said no.' : 'decided:'} ${said}`;
  },
  'decision-ended': ({ step }) =>
    step.actor === ''
      ? 'What was decided has nothing to say any more: PeopleHR has something else, or it was decided anew.'
      : `${step.actor} undid what was decided.`,
};

/** The kinds that have a sentence of their own. */
export const stepKinds: readonly string[] = Object.keys(sentences);

/** What an administrator reads about one step. */
export const stepSentence = (facts: StepFacts): string =>
  (sentences[facts.step.kind] ?? ((): string => 'Something else happened.'))(facts);
