import { safeguardNames } from '@people-sync/contracts';
import { type HoldCause, type SafeguardName, safeguardWords } from './safeguard-words';

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
  if (isExplained) return null;
  const { cause, nextStep } = safeguardWords[known];
  return { cause, nextStep };
}
