/** What a problem's sentence is made of. */
export interface ProblemFacts {
  /** A stable word. */
  readonly code: string;
  /** Whom it is about; empty if PeopleHR gave no name. */
  readonly name: string;
  /** What was received. */
  readonly received: string;
  /** The other side of a clash. */
  readonly other: string;
}

const somebody = ({ name }: ProblemFacts): string => (name === '' ? 'Somebody without a name' : name);
const somebodyElse = ({ other }: ProblemFacts): string => (other === '' ? 'somebody else' : other);

/** A sentence for each code that the reconciler and the writer use. */
export const sentencesByCode: Readonly<Record<string, (problem: ProblemFacts) => string>> = {
  'email-blank': (problem) =>
    `${somebody(problem)} has no email address in PeopleHR and was not added or updated. Enter one in PeopleHR, then sync again.`,
  'email-invalid': (problem) =>
    `The email address of ${somebody(problem)} in PeopleHR (${problem.received}) cannot be used, so they were not added or updated. Correct it in PeopleHR, then sync again.`,
  'email-taken': (problem) =>
    `${somebody(problem)} was not added or updated: ${somebodyElse(problem)} already has the email address ${problem.received}. Give one of them another address in PeopleHR, then sync again.`,
  'email-twice': (problem) =>
    `${somebody(problem)} was not added: ${somebodyElse(problem)} has the same email address ${problem.received} in PeopleHR. Give each of them an address of their own, then sync again.`,
  'unknown-status': (problem) =>
    `PeopleHR gives ${somebody(problem)} a status that we do not know (${problem.received}), so they stay as they are. Set them to current or leaver in PeopleHR, then sync again.`,
};

/** What the administrator reads: whom it is about, what was received, what to do next. */
export function problemSentence(problem: ProblemFacts): string {
  const sentence = sentencesByCode[problem.code];
  return sentence
    ? sentence(problem)
    : `${somebody(problem)} was not added or updated. Check their details in PeopleHR, then sync again; if it happens twice, contact support.`;
}
