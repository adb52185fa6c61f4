import { decisionKinds } from '@people-sync/contracts/api';
import { type ChangedField, changeWords } from '../words/change-words';

/** What a decision's sentence is made of. */
export interface DecisionFacts {
  /** As in `decisionKinds`. */
  readonly kind: string;
  /** Whom it is about; empty if nobody said. */
  readonly name: string;
  readonly employeeId: string;
  readonly reason: string;
  /** Of kept ones: what was to happen. */
  readonly itemKind: string;
  readonly changes: readonly ChangedField[];
  /** It is for changes that wait, and holds once they are applied. */
  readonly tentative?: boolean;
}

type DecisionKind = (typeof decisionKinds)[number];

const somebody = ({ name }: DecisionFacts): string => (name === '' ? 'This person' : name);
/** Whose record it is: a name, an employee ID, or both. */
const row = ({ name, employeeId }: DecisionFacts): string =>
  name === ''
    ? `Employee ID ${employeeId} in PeopleHR`
    : `${name}${employeeId === '' ? '' : ` (employee ID ${employeeId} in PeopleHR)`}`;

const sentences: Readonly<Record<DecisionKind, (decision: DecisionFacts) => string>> = {
  'same-person': (decision) =>
    `${row(decision)} is the same person as before: a sync takes over what PeopleHR has for them.`,
  'new-person': (decision) => `${row(decision)} is somebody new: a sync adds them as a person of their own.`,
  'missing-left': (decision) => `${somebody(decision)} is not in PeopleHR and has left: a sync sets them to inactive.`,
  'missing-keep': (decision) =>
    `${somebody(decision)} is not in PeopleHR and is kept: they stay active until they are in PeopleHR again, or until you undo this.`,
  'leaver-left': (decision) =>
    `${somebody(decision)} is a leaver in PeopleHR and has left: a sync sets them to inactive.`,
  'leaver-not-yet': (decision) =>
    `${somebody(decision)} is a leaver in PeopleHR and has not left yet: they stay active until PeopleHR has another leaving date for them, or until you undo this.`,
  'leave-out': (decision) =>
    `${somebody(decision)} is left out by you: no sync adds them, and one that finds them active sets them to inactive.${decision.reason === '' ? '' : ` Your reason: ${ended(decision.reason)}`}`,
  kept: (decision) =>
    `Kept by you: ${keptWords(decision)}. It stays so until PeopleHR has something else for them, or until you undo this.`,
};

const APPLIED = 'once these changes are applied';

/** The same of what is for changes that wait alone. */
const tentativeSentences: Readonly<Record<DecisionKind, (decision: DecisionFacts) => string>> = {
  'same-person': (decision) => `${row(decision)} is the same person as before. It holds ${APPLIED}.`,
  'new-person': (decision) => `${row(decision)} is somebody new. It holds ${APPLIED}.`,
  'missing-left': (decision) =>
    `${somebody(decision)} is not in PeopleHR and has left: they become inactive ${APPLIED}.`,
  'missing-keep': (decision) =>
    `${somebody(decision)} is not in PeopleHR and is kept: they stay active ${APPLIED}, until you undo this.`,
  'leaver-left': (decision) =>
    `${somebody(decision)} is a leaver in PeopleHR and has left: they become inactive ${APPLIED}.`,
  'leaver-not-yet': (decision) =>
    `${somebody(decision)} is a leaver in PeopleHR and has not left yet: they stay active ${APPLIED}, until you undo this.`,
  'leave-out': (decision) =>
    `${somebody(decision)} is left out by you, of every sync, ${APPLIED}.${decision.reason === '' ? '' : ` Your reason: ${ended(decision.reason)}`}`,
  kept: (decision) => `${somebody(decision)} is left out of these changes: ${keptWords(decision)}, ${APPLIED}.`,
};

/** What is not done although PeopleHR asks for it. */
function keptWords(decision: DecisionFacts): string {
  const who = decision.name === '' ? 'this person' : decision.name;
  switch (decision.itemKind) {
    case 'joined':
      return `${who} is not added, although they are in PeopleHR`;
    case 'rejoined':
      return `${who} stays inactive, although they are back in PeopleHR`;
    case 'left':
      return `${who} stays active, although PeopleHR says otherwise`;
    default:
      return decision.changes.length === 0
        ? `${who} stays as they are, although PeopleHR has something else`
        : `${who} does not get what PeopleHR has: ${changeWords(decision.changes)}`;
  }
}

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const isKnown = (kind: string): kind is DecisionKind => decisionKinds.some((known) => known === kind);

/** What a decision that holds says, and until when. */
export const decisionSentence = (decision: DecisionFacts): string =>
  isKnown(decision.kind)
    ? (decision.tentative ? tentativeSentences : sentences)[decision.kind](decision)
    : `Somebody decided about ${decision.name === '' ? 'this person' : decision.name}.`;

/** What is said of one that was just undone. */
export const undoneSentence = ({ name }: DecisionFacts): string =>
  `Undone. The next sync decides anew about ${name === '' ? 'this person' : name}, by what PeopleHR has then.`;
