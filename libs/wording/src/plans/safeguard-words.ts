import type { safeguardNames } from '@people-sync/contracts';
import { fieldLabel } from '../fields/field-labels';
import { people } from '../words/counted';

export type SafeguardName = (typeof safeguardNames)[number];

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

/** What lies behind a hold as a rule, and what to do. The guide for administrators (docs/administrators.md) has the same rows. */
export interface HoldCause {
  /** The likely cause, with the one that must not be missed. */
  readonly cause: string;
  readonly nextStep: string;
}

/** All that an administrator reads of a safeguard. */
export interface SafeguardWords extends HoldCause {
  /** What it found, and what is usual: number first. */
  readonly found: (facts: SafeguardFacts) => string;
  /** Why changes wait, without the numbers. */
  readonly reason: string;
}

/** Limits may be fractions of people; at the limit changes pass. */
const upTo = (limit: number): string => `Up to ${Math.floor(limit)} pass without your OK.`;

/** `location: Leeds` as the reconciler names it. */
function scopeValue(field: string): string {
  const [name, ...value] = field.split(': ');
  return name === undefined || name === '' ? '' : ` (${[fieldLabel(name), ...value].join(': ')})`;
}

const WRONG_UPLOAD = 'Usually a reorganisation. Otherwise an upload into PeopleHR that went wrong.';
const LOOK_AT_SOME = 'Look at some of them in PeopleHR. If it is wrong, correct it there and sync again.';

/** By safeguard, in the order of the guide. */
export const safeguardWords: Readonly<Record<SafeguardName, SafeguardWords>> = {
  leavers: {
    found: ({ value, limit }) => `${people(value)} would leave by their status or leaving date. ${upTo(limit)}`,
    reason: 'more people would leave than usual',
    cause: 'Usually a site or a team that closed. Otherwise the wrong people were marked as leavers in PeopleHR.',
    nextStep: 'Look at who leaves. If it is wrong, correct it in PeopleHR and sync again.',
  },
  'absent-or-out-of-scope': {
    found: ({ value, limit }) =>
      `${people(value)} would leave because they are no longer in PeopleHR, or left out by your settings. ${upTo(limit)}`,
    reason: 'more people than usual are no longer in PeopleHR or are left out by your settings',
    cause:
      'Usually people who were deleted in PeopleHR instead of marked as leavers, or whom your settings leave out. Otherwise the API key sees only a part of the company.',
    nextStep: 'Look at who leaves. If it is wrong, check in PeopleHR what the API key may see, and sync again.',
  },
  joiners: {
    found: ({ value, limit }) => `${people(value)} would be added. ${upTo(limit)}`,
    reason: 'more people would be added than usual',
    cause: 'Usually a company that was taken over, or many newcomers at once.',
    nextStep: 'Look at who they are. Whoever should not be in WeThrive can be left out, here or by your settings.',
  },
  'field-goes-blank': {
    found: ({ field, value, limit }) => `${people(value)} would lose their ${fieldLabel(field)}. ${upTo(limit)}`,
    reason: 'more people than usual would lose a value',
    cause: WRONG_UPLOAD,
    nextStep: LOOK_AT_SOME,
  },
  'field-becomes-one-value': {
    found: ({ field, value, limit }) => `${people(value)} would all get the same ${fieldLabel(field)}. ${upTo(limit)}`,
    reason: 'many people would all get the same value',
    cause: WRONG_UPLOAD,
    nextStep: LOOK_AT_SOME,
  },
  'email-changes': {
    found: ({ value, limit }) => `${people(value)} would get another email address. ${upTo(limit)}`,
    reason: 'more email addresses would change than usual',
    cause: 'Usually a new mail domain. Otherwise an upload into PeopleHR that went wrong.',
    nextStep: LOOK_AT_SOME,
  },
  'hardly-anybody-known': {
    found: ({ value, limit }) =>
      `Only ${value} of the people we know are in PeopleHR's answer. Without your OK it takes at least ${Math.ceil(limit)}.`,
    reason: "hardly anybody we know is in PeopleHR's answer",
    cause: 'Probably the wrong key: one of another company, or one that sees only a part of yours.',
    nextStep:
      'Do not apply this. Check the API key in PeopleHR, enter the right one under Profile → Integrations, and sync again.',
  },
  'answer-changed-shape': {
    found: ({ field, value, limit }) =>
      // A field that is gone for everybody is one too many; of unknown statuses some pass.
      limit > 0
        ? `PeopleHR gives ${people(value)} a status that we do not know. ${upTo(limit)}`
        : `PeopleHR no longer sends the ${fieldLabel(field)} of anybody.`,
    reason: "PeopleHR's answer looks different from before",
    cause: 'Probably the API key lost a permission, or PeopleHR sends something in another way than before.',
    nextStep: 'Do not apply this. Check in PeopleHR what the API key may read, and sync again.',
  },
  'dates-unreadable': {
    found: ({ field, value, limit }) =>
      `PeopleHR gives ${people(value)} a ${fieldLabel(field)} that cannot be read as a day, and nobody joins or leaves by it. ${upTo(limit)}`,
    reason: 'many dates in PeopleHR cannot be read',
    cause: 'Probably PeopleHR writes its dates in another way than before.',
    nextStep: 'Look at how these dates are written in PeopleHR. If they are right there, contact support.',
  },
  'first-onto-people': {
    found: () => 'This is the first sync onto a People table that has people in it.',
    reason: 'this is the first sync onto a People table that has people in it',
    cause: 'As expected the first time.',
    nextStep: 'Check that everybody was matched with the right record, then apply it.',
  },
  'first-after-other-company': {
    found: () => 'This is the first sync after another company was connected.',
    reason: 'this is the first sync after another company was connected',
    cause: 'As expected after another company was connected.',
    nextStep:
      'Check that these are the people whom you expect. If they are not, enter the right API key under Profile → Integrations.',
  },
  'first-under-new-rules': {
    found: ({ value }) =>
      `PeopleSync reads PeopleHR by new rules since its last update, and by them ${people(value)} would join, leave or be taken for somebody else, though nothing changed in PeopleHR.`,
    reason: 'by new rules of PeopleSync people would join, leave or be taken for somebody else',
    cause: 'PeopleSync was updated and reads some values of PeopleHR in another way. Nothing changed in PeopleHR.',
    nextStep: 'Look at who joins and leaves. If it is wrong, do not apply it, and contact support.',
  },
  'scope-value-gone': {
    found: ({ field }) =>
      `A value in your settings for who should be in WeThrive${scopeValue(field)} no longer occurs in PeopleHR.`,
    reason: 'a value in your settings for who should be in WeThrive no longer occurs in PeopleHR',
    cause: 'Usually it was renamed in PeopleHR.',
    nextStep: 'Choose the new value in your settings, and sync again.',
  },
};
