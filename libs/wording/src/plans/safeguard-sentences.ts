import { safeguardNames } from '@people-sync/contracts';
import { fieldLabel } from '../fields/field-labels';
import { people } from '../words/counted';

type SafeguardName = (typeof safeguardNames)[number];

/** One measured safeguard, as the reconciler tells it. */
export interface SafeguardFacts {
  readonly name: string;
  /** For those that look at one field; else empty. */
  readonly field: string;
  readonly value: number;
  readonly limit: number;
  /** It holds the changes back. */
  readonly tripped: boolean;
}

/** Limits may be fractions of people; at the limit changes pass. */
const upTo = (limit: number): string => `Up to ${Math.floor(limit)} pass without your OK.`;

/** `location: Leeds` as the reconciler names it. */
function scopeValue(field: string): string {
  const [name, ...value] = field.split(': ');
  return name === undefined || name === '' ? '' : ` (${[fieldLabel(name), ...value].join(': ')})`;
}

/** What a safeguard found, and what is usual: number first. */
const measured: Readonly<Record<SafeguardName, (facts: SafeguardFacts) => string>> = {
  leavers: ({ value, limit }) => `${people(value)} would leave by their status or leaving date. ${upTo(limit)}`,
  'absent-or-out-of-scope': ({ value, limit }) =>
    `${people(value)} would leave because they are no longer in PeopleHR, or left out by your settings. ${upTo(limit)}`,
  joiners: ({ value, limit }) => `${people(value)} would be added. ${upTo(limit)}`,
  'field-goes-blank': ({ field, value, limit }) =>
    `${people(value)} would lose their ${fieldLabel(field)}. ${upTo(limit)}`,
  'field-becomes-one-value': ({ field, value, limit }) =>
    `${people(value)} would all get the same ${fieldLabel(field)}. ${upTo(limit)}`,
  'email-changes': ({ value, limit }) => `${people(value)} would get another email address. ${upTo(limit)}`,
  'hardly-anybody-known': ({ value, limit }) =>
    `Only ${value} of the people we know are in PeopleHR's answer. Without your OK it takes at least ${Math.ceil(limit)}.`,
  'answer-changed-shape': ({ field, value, limit }) =>
    // A field that is gone for everybody is one too many; of unknown statuses some pass.
    limit > 0
      ? `PeopleHR gives ${people(value)} a status that we do not know. ${upTo(limit)}`
      : `PeopleHR no longer sends the ${fieldLabel(field)} of anybody.`,
  'dates-unreadable': ({ field, value, limit }) =>
    `PeopleHR gives ${people(value)} a ${fieldLabel(field)} that cannot be read as a day, and nobody joins or leaves by it. ${upTo(limit)}`,
  'first-onto-people': () => 'This is the first sync onto a People table that has people in it.',
  'first-after-other-company': () => 'This is the first sync after another company was connected.',
  'first-under-new-rules': ({ value }) =>
    `PeopleSync reads PeopleHR by new rules since its last update, and by them ${people(value)} would join, leave or be taken for somebody else, though nothing changed in PeopleHR.`,
  'scope-value-gone': ({ field }) =>
    `A value in your settings for who should be in WeThrive${scopeValue(field)} no longer occurs in PeopleHR.`,
};

/** Why changes wait, without the numbers. */
const reasons: Readonly<Record<SafeguardName, string>> = {
  leavers: 'more people would leave than usual',
  'absent-or-out-of-scope': 'more people than usual are no longer in PeopleHR or are left out by your settings',
  joiners: 'more people would be added than usual',
  'field-goes-blank': 'more people than usual would lose a value',
  'field-becomes-one-value': 'many people would all get the same value',
  'email-changes': 'more email addresses would change than usual',
  'hardly-anybody-known': "hardly anybody we know is in PeopleHR's answer",
  'answer-changed-shape': "PeopleHR's answer looks different from before",
  'dates-unreadable': 'many dates in PeopleHR cannot be read',
  'first-onto-people': 'this is the first sync onto a People table that has people in it',
  'first-after-other-company': 'this is the first sync after another company was connected',
  'first-under-new-rules': 'by new rules of PeopleSync people would join, leave or be taken for somebody else',
  'scope-value-gone': 'a value in your settings for who should be in WeThrive no longer occurs in PeopleHR',
};

const isKnown = (name: string): name is SafeguardName => safeguardNames.some((known) => known === name);

/** What an administrator reads about one safeguard: what it found, and what is usual. */
export function safeguardSentence(facts: SafeguardFacts): string {
  if (isKnown(facts.name)) return measured[facts.name](facts);
  return `Something about these changes is unusual: ${people(facts.value)}, where up to ${Math.floor(facts.limit)} pass without your OK.`;
}

/** Why a sync waits, and what to do. */
export function heldSentence(heldBecause: readonly string[]): string {
  return `Waiting for your OK${because(heldBecause)}. Look at the changes to check, then apply them or do not.`;
}

/** Why it waits, each reason for itself and without an end; none if there are no words for it. */
export const heldReasons = (heldBecause: readonly string[]): string[] =>
  heldBecause.filter(isKnown).map((name) => reasons[name]);

/** The same as the end of a sentence: `: one`, or ` for 2 reasons: one; another`; empty if there are no words for it. */
export function because(heldBecause: readonly string[]): string {
  const words = heldReasons(heldBecause);
  if (words.length === 0) return '';
  return words.length === 1 ? `: ${words.join('')}` : ` for ${words.length} reasons: ${words.join('; ')}`;
}
