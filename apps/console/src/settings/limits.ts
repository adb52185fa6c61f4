import type { Limit, Safeguards } from '@people-sync/contracts/api';
import { numberOf } from '../shell/numbers';

/** The limits that are made of a number of people and a percentage. */
export type LimitName = Exclude<keyof Safeguards, 'knownInSnapshot'>;

export interface LimitWords {
  readonly name: LimitName;
  /** How the sentence `more than 5 people and more than 10 % of …` goes on. */
  readonly does: string;
  /** Of whom the percentage is. */
  readonly of: 'everybody' | 'those who had one';
}

/** When changes wait, in the order of the screen. */
export const limitWords: readonly LimitWords[] = [
  { name: 'leavers', does: 'leave, by their status or leaving date in PeopleHR', of: 'everybody' },
  {
    name: 'absentOrOutOfScope',
    does: 'leave because they are no longer in PeopleHR, or are left out by your settings',
    of: 'everybody',
  },
  { name: 'joiners', does: 'are added or come back', of: 'everybody' },
  { name: 'fieldGoesBlank', does: 'lose their team, or their location, or another field', of: 'those who had one' },
  {
    name: 'fieldBecomesOneValue',
    does: 'all get one and the same team, or location, or other field',
    of: 'everybody',
  },
  { name: 'emailChanges', does: 'get another email address', of: 'everybody' },
  { name: 'unknownStatus', does: 'have a status in PeopleHR that WeThrive does not know', of: 'everybody' },
];

/** A limit as somebody types it. */
export interface LimitDraft {
  readonly people: string;
  readonly percent: string;
}
export type LimitsDraft = Readonly<Record<LimitName, LimitDraft>> & { readonly known: string };

const percentOf = (fraction: number): string => String(Math.round(fraction * 1000) / 10);
const draftOf = ({ people, fraction }: Limit): LimitDraft => ({ people: String(people), percent: percentOf(fraction) });

/** The limits as they are edited. */
export const limitsDraftOf = (limits: Safeguards): LimitsDraft => ({
  leavers: draftOf(limits.leavers),
  absentOrOutOfScope: draftOf(limits.absentOrOutOfScope),
  joiners: draftOf(limits.joiners),
  fieldGoesBlank: draftOf(limits.fieldGoesBlank),
  fieldBecomesOneValue: draftOf(limits.fieldBecomesOneValue),
  emailChanges: draftOf(limits.emailChanges),
  unknownStatus: draftOf(limits.unknownStatus),
  known: percentOf(limits.knownInSnapshot),
});

/** A whole number of people; undefined if it is none. */
export const peopleIn = (text: string): number | undefined =>
  /^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : undefined;

/** 0 to 100 per cent as a fraction; undefined if it is none. */
export function fractionIn(text: string): number | undefined {
  const percent = /^\d{1,3}(\.\d)?$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  return percent <= 100 ? Math.round(percent * 10) / 1000 : undefined;
}

/** What is saved in place of these limits; undefined while something typed is no number. */
export function limitsOf(draft: LimitsDraft, before: Safeguards): Safeguards | undefined {
  const limits = { ...before };
  for (const { name } of limitWords) {
    const people = peopleIn(draft[name].people);
    const fraction = fractionIn(draft[name].percent);
    if (people === undefined || fraction === undefined) return undefined;
    limits[name] = { people, fraction };
  }
  const known = fractionIn(draft.known);
  return known === undefined ? undefined : { ...limits, knownInSnapshot: known };
}

/** `More than 16 at the moment, with your 168 people.`; only for limits that count everybody. */
export function inPeople(limit: Limit, active: number): string {
  const allowed = Math.floor(Math.max(limit.people, limit.fraction * active));
  return `With your ${numberOf(active)} people: more than ${numberOf(allowed)}.`;
}

/** One limit as a sentence, for somebody who only reads. */
export function limitSentence({ does, of }: LimitWords, { people, fraction }: Limit): string {
  const whose = of === 'everybody' ? 'of everybody' : 'of those who had one';
  return `More than ${numberOf(people)} people and more than ${percentOf(fraction)} % ${whose} ${does}.`;
}

/** The last limit, which counts the other way round. */
export const knownSentence = (fraction: number): string =>
  `Fewer than ${percentOf(fraction)} % of the people we know are in PeopleHR's answer.`;
