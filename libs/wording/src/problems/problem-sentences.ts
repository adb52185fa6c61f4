import { fieldLabel } from '../fields/field-labels';
import { counted, people } from '../words/counted';
import { plainDay } from '../words/days';
import { hasUnseen } from '../words/unseen';

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
  /** How many people it is about. */
  readonly affected: number;
  /** Of somebody missing: when the newest answer was read, if that has them; else empty. RFC 3339. */
  readonly seenAt?: string;
  /** Of a circle: names, from whom they report to up to their own; empty if it is not known (any more). */
  readonly circle?: readonly string[];
  /** It has more people than are named. */
  readonly circleGoesOn?: boolean;
}

/** What is said of one cause. */
interface Cause {
  /** Over the list of those who share it. */
  readonly title: string;
  /** Whom it is about, what was received, what to do next. */
  readonly sentence: (problem: ProblemFacts) => string;
}

const somebody = ({ name }: ProblemFacts): string => (name === '' ? 'somebody without a name' : name);
const somebodyElse = ({ other }: ProblemFacts): string => (other === '' ? 'somebody else' : other);
const aManager = ({ name }: ProblemFacts): string => (name === '' ? 'a manager without a name' : name);
const team = ({ affected }: ProblemFacts): string => counted(affected, 'person reports', 'people report');

const UNSEEN = 'has a space in it, or a character that cannot be seen';
const whyUnusable = ({ received }: ProblemFacts): string => (hasUnseen(received) ? UNSEEN : 'cannot be used');
const aboutTheirAddress = ({ received }: ProblemFacts): string =>
  hasUnseen(received) ? ` The manager's email address there (${received}) ${UNSEEN}.` : '';

/** Somebody who reports to themselves, directly or over others who are named. */
function circleSentence(problem: ProblemFacts): string {
  const { circle = [], circleGoesOn = false, affected } = problem;
  const who = aManager(problem);
  if (circle.length === 1 && !circleGoesOn) {
    const others =
      affected > 1 ? `; ${counted(affected - 1, 'other person reports', 'other people report')} to them` : '';
    return `${who} reports to themselves, directly${others}. Choose somebody else, or nobody, in Reports To of this person in PeopleHR, then sync again.`;
  }
  const over = (circleGoesOn ? circle : circle.slice(0, -1)).map((name) => name || 'somebody without a name');
  const end = circleGoesOn ? `, and so on, until somebody reports to ${who} again` : `, who reports to ${who} again`;
  const chain =
    over.length === 0 ? 'reports, over others, to themselves' : `reports to ${over.join(', who reports to ')}${end}`;
  return `${who} ${chain}; ${team(problem)} to them. Correct Reports To in PeopleHR where the circle is wrong, then sync again.`;
}

/** Every code that the reconciler and the writer use. */
export const causes: Readonly<Record<string, Cause>> = {
  'email-blank': {
    title: 'No email address',
    sentence: (problem) =>
      `${somebody(problem)} has no email address in PeopleHR and was not added or updated. Enter one in PeopleHR, then sync again.`,
  },
  'email-invalid': {
    title: 'An email address that cannot be used',
    sentence: (problem) =>
      `The email address of ${somebody(problem)} in PeopleHR (${problem.received}) ${whyUnusable(problem)}, so they were not added or updated. Type it anew in PeopleHR, then sync again.`,
  },
  'email-taken': {
    title: "Somebody else's email address",
    sentence: (problem) =>
      `${somebody(problem)} was not added or updated: ${somebodyElse(problem)} already has the email address ${problem.received}. Give one of them another address in PeopleHR, then sync again.`,
  },
  'email-twice': {
    title: 'The same email address twice',
    sentence: (problem) =>
      `${somebody(problem)} was not added: ${somebodyElse(problem)} has the same email address ${problem.received} in PeopleHR. Give each of them an address of their own, then sync again.`,
  },
  'unknown-status': {
    title: 'A status that we do not know',
    sentence: (problem) =>
      `PeopleHR gives ${somebody(problem)} a status that we do not know (${problem.received}), so they stay as they are. Set them to current or leaver in PeopleHR, then sync again.`,
  },
  'text-unreadable': {
    title: 'A text that cannot be read',
    sentence: (problem) =>
      `The ${fieldLabel(problem.received)} of ${somebody(problem)} in PeopleHR is longer than 254 characters or has characters that cannot be read, so they were not added or updated. Correct it in PeopleHR, then sync again.`,
  },
  'name-blank': {
    title: 'No name',
    sentence: (problem) =>
      `${somebody(problem)} has neither a first name nor a last name in PeopleHR and was not added or updated. Enter one in PeopleHR, then sync again.`,
  },
  'scope-blank': {
    title: 'A value of your settings that is not there any more',
    sentence: (problem) =>
      `${somebody(problem)} has no ${fieldLabel(problem.received)} in PeopleHR any more. Your settings choose by it who is in WeThrive, so they stay as they are. Enter it in PeopleHR, or leave them out of WeThrive, then sync again.`,
  },
  'start-date-unreadable': {
    title: 'A start date that cannot be read',
    sentence: (problem) =>
      `The start date of ${somebody(problem)} in PeopleHR (${problem.received}) cannot be read as a day, so they were not added or updated. Correct it in PeopleHR, then sync again.`,
  },
  'leaving-date-unreadable': {
    title: 'A leaving date that cannot be read',
    sentence: (problem) =>
      `The leaving date of ${somebody(problem)} in PeopleHR (${problem.received}) cannot be read as a day, so they stay as they are. Correct it in PeopleHR, or empty it, then sync again.`,
  },
  'leaver-date-unreadable': {
    title: 'Have they left? A leaving date cannot be read',
    sentence: (problem) =>
      `Has ${somebody(problem)} left? PeopleHR marks them as a leaver, and their leaving date (${problem.received}) cannot be read as a day. They stay as they are. Correct it in PeopleHR, then sync again, or say whether they have left.`,
  },
  'dates-unreadable': {
    title: 'Dates that cannot be read',
    sentence: (problem) =>
      `PeopleHR gives ${people(problem.affected)} a ${fieldLabel(problem.received)} that cannot be read as a day. Nobody joins or leaves by it. Check in PeopleHR how these dates are written; if they are right there, contact support. Then sync again.`,
  },
  'identity-two-people': {
    title: 'Is this the same person? One record fits two people',
    sentence: (problem) =>
      `Is this the same person? In PeopleHR ${somebody(problem)} has the record key of ${somebodyElse(problem)}, but the employee ID of somebody else. Everybody stays as they are. Say whether this is ${somebodyElse(problem)} or somebody new.`,
  },
  'identity-recycled': {
    title: 'Is this the same person? An employee ID has another name',
    sentence: (problem) =>
      // What was received is the new name: whoever asks why may ask by the old one.
      `Is this the same person? PeopleHR gives the employee ID of ${somebodyElse(problem)} to ${problem.received || somebody(problem)} now, and nothing else about them is the same. Everybody stays as they are. Say whether they are the same person or somebody new.`,
  },
  'identity-address': {
    title: 'Is this the same person? An email address has another name',
    sentence: (problem) =>
      `Is this the same person? In PeopleHR ${somebody(problem)} has the email address ${problem.received}, which is that of ${somebodyElse(problem)} in WeThrive. Everybody stays as they are. Say whether they are the same person or somebody new.`,
  },
  'identity-unique-key': {
    title: 'Is this the same person? Only the record key is the same',
    sentence: (problem) =>
      `Is this the same person? In PeopleHR ${somebody(problem)} has the record key of ${somebodyElse(problem)}, but another employee ID, email address and name. Everybody stays as they are. Say whether they are the same person or somebody new.`,
  },
  'identity-two-rows': {
    title: 'Is this the same person? Two records fit one person',
    sentence: (problem) =>
      `Is this the same person? In PeopleHR ${somebody(problem)} and ${somebodyElse(problem)} (employee ID ${problem.received}) both look like the same person. Everybody stays as they are. Say whether they are the same person or somebody new, or close one of the two records in PeopleHR.`,
  },
  protected: {
    title: 'Protected by you, but gone from PeopleHR',
    sentence: (problem) =>
      `${somebody(problem)} would be set to inactive by what PeopleHR has, but is protected by you and stays active. If they have left, take them off your list of protected people, then sync again.`,
  },
  missing: {
    title: 'Not in PeopleHR any more',
    sentence: (problem) =>
      !problem.seenAt
        ? `${somebody(problem)} is not in PeopleHR since ${plainDay(problem.received)}. They stay active until a second check, at least 20 hours later, does not find them either. Say whether they have left, or are to be kept.`
        : `${somebody(problem)} was not in PeopleHR on ${plainDay(problem.received)}, and is there again by a newer check (${plainDay(problem.seenAt.slice(0, 10))}) that waits for an OK or was not applied. They stay active. Look at that check, or sync again.`,
  },
  'manager-unknown': {
    title: 'A manager who is nowhere to be found',
    sentence: (problem) =>
      `${team(problem)} to ${aManager(problem)} in PeopleHR, who is not in WeThrive.${aboutTheirAddress(problem)} Check Reports To of these people in PeopleHR, or have the manager added, then sync again.`,
  },
  'manager-left': {
    title: 'A manager who has left',
    sentence: (problem) =>
      `${aManager(problem)} left; ${counted(problem.affected, 'person still reports', 'people still report')} to them. Choose somebody else in Reports To of these people in PeopleHR, then sync again.`,
  },
  'manager-loop': {
    title: 'Managers who report to each other in a circle',
    sentence: circleSentence,
  },
};

/** A problem that this version has no words for. */
const unknown: Cause = {
  title: 'Something else',
  sentence: (problem) =>
    `${somebody(problem)} was not added or updated. Check their details in PeopleHR, then sync again; if it happens twice, contact support.`,
};

/** What the administrator reads: whom it is about, what was received, what to do next. */
export function problemSentence(problem: ProblemFacts): string {
  const sentence = (causes[problem.code] ?? unknown).sentence(problem);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** What the administrator reads over all problems with this code. */
export const causeTitle = (code: string): string => (causes[code] ?? unknown).title;
