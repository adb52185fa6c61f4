import { safeguardNames } from '@people-sync/contracts';
import { people } from '../words/counted';
import { type SafeguardFacts, type SafeguardName, safeguardWords } from './safeguard-words';

const isKnown = (name: string): name is SafeguardName => safeguardNames.some((known) => known === name);

/** What an administrator reads about one safeguard: what it found, and what is usual. */
export function safeguardSentence(facts: SafeguardFacts): string {
  if (isKnown(facts.name)) return safeguardWords[facts.name].found(facts);
  return `Something about these changes is unusual: ${people(facts.value)}, where up to ${Math.floor(facts.limit)} pass without your OK.`;
}

/** Why a sync waits, and what to do. */
export function heldSentence(heldBecause: readonly string[]): string {
  return `Waiting for your OK${because(heldBecause)}. Look at the changes to check, then apply them or do not.`;
}

/** Why it waits, each reason for itself and without an end; none if there are no words for it. */
export const heldReasons = (heldBecause: readonly string[]): string[] =>
  heldBecause.filter(isKnown).map((name) => safeguardWords[name].reason);

/** The same as the end of a sentence: `: one`, or ` for 2 reasons: one; another`; empty if there are no words for it. */
export function because(heldBecause: readonly string[]): string {
  const words = heldReasons(heldBecause);
  if (words.length === 0) return '';
  return words.length === 1 ? `: ${words.join('')}` : ` for ${words.length} reasons: ${words.join('; ')}`;
}
