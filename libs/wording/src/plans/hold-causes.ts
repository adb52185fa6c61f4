import { safeguardNames } from '@people-sync/contracts';

type SafeguardName = (typeof safeguardNames)[number];

/** What lies behind a hold as a rule, and what to do. The guide for administrators (docs/administrators.md) has the same rows. */
export interface HoldCause {
  /** The likely cause, with the one that must not be missed. */
  readonly cause: string;
  readonly nextStep: string;
}

const WRONG_UPLOAD = 'Usually a reorganisation. Otherwise an upload into PeopleHR that went wrong.';
const LOOK_AT_SOME = 'Look at some of them in PeopleHR. If it is wrong, correct it there and sync again.';

/** By safeguard, in the order of the guide. */
export const holdCauses: Readonly<Record<SafeguardName, HoldCause>> = {
  leavers: {
    cause: 'Usually a site or a team that closed. Otherwise the wrong people were marked as leavers in PeopleHR.',
    nextStep: 'Look at who leaves. If it is wrong, correct it in PeopleHR and sync again.',
  },
  'absent-or-out-of-scope': {
    cause:
      'Usually people who were deleted in PeopleHR instead of marked as leavers, or whom your settings leave out. Otherwise the API key sees only a part of the company.',
    nextStep: 'Look at who leaves. If it is wrong, check in PeopleHR what the API key may see, and sync again.',
  },
  joiners: {
    cause: 'Usually a company that was taken over, or many newcomers at once.',
    nextStep: 'Look at who they are. Whoever should not be in WeThrive can be left out, here or by your settings.',
  },
  'field-goes-blank': { cause: WRONG_UPLOAD, nextStep: LOOK_AT_SOME },
  'field-becomes-one-value': { cause: WRONG_UPLOAD, nextStep: LOOK_AT_SOME },
  'email-changes': {
    cause: 'Usually a new mail domain. Otherwise an upload into PeopleHR that went wrong.',
    nextStep: LOOK_AT_SOME,
  },
  'hardly-anybody-known': {
    cause: 'Probably the wrong key: one of another company, or one that sees only a part of yours.',
    nextStep:
      'Do not apply this. Check the API key in PeopleHR, enter the right one under Profile → Integrations, and sync again.',
  },
  'answer-changed-shape': {
    cause: 'Probably the API key lost a permission, or PeopleHR sends something in another way than before.',
    nextStep: 'Do not apply this. Check in PeopleHR what the API key may read, and sync again.',
  },
  'dates-unreadable': {
    cause: 'Probably PeopleHR writes its dates in another way than before.',
    nextStep: 'Look at how these dates are written in PeopleHR. If they are right there, contact support.',
  },
  'first-onto-people': {
    cause: 'As expected the first time.',
    nextStep: 'Check that everybody was matched with the right record, then apply it.',
  },
  'first-after-other-company': {
    cause: 'As expected after another company was connected.',
    nextStep:
      'Check that these are the people whom you expect. If they are not, enter the right API key under Profile → Integrations.',
  },
  'first-under-new-rules': {
    cause: 'PeopleSync was updated and reads some values of PeopleHR in another way. Nothing changed in PeopleHR.',
    nextStep: 'Look at who joins and leaves. If it is wrong, do not apply it, and contact support.',
  },
  'scope-value-gone': {
    cause: 'Usually it was renamed in PeopleHR.',
    nextStep: 'Choose the new value in your settings, and sync again.',
  },
};

const whatAnswersLack: readonly SafeguardName[] = [
  'leavers',
  'absent-or-out-of-scope',
  'joiners',
  'field-goes-blank',
  'field-becomes-one-value',
  'email-changes',
  'scope-value-gone',
];

/** What follows by itself from a stronger cause: with the wrong key many leave, join and change, too. */
const explains: Partial<Record<SafeguardName, readonly SafeguardName[]>> = {
  'first-after-other-company': ['hardly-anybody-known', 'answer-changed-shape', ...whatAnswersLack],
  'hardly-anybody-known': ['answer-changed-shape', ...whatAnswersLack],
  'answer-changed-shape': ['field-goes-blank', 'field-becomes-one-value', 'scope-value-gone'],
};

/** The cause of one tripped safeguard; null if another tripped one explains it, or there are no words for it. */
export function holdCause(name: string, tripped: readonly string[]): HoldCause | null {
  const known = safeguardNames.find((one) => one === name);
  if (known === undefined) return null;
  const isExplained = safeguardNames.some((other) => tripped.includes(other) && explains[other]?.includes(known));
  return isExplained ? null : holdCauses[known];
}
