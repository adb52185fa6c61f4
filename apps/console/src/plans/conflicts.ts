import { ApiProblem, sentenceOf } from '../api/problem';

/** Where the newest changes are, if that is why an OK or a no was refused: the id of a sync. */
export function newerCheckOf(error: unknown): string | null {
  if (!(error instanceof ApiProblem) || error.code !== 'plan-outdated') return null;
  const { sync } = error.facts;
  return typeof sync === 'string' ? (sync.split('/').at(-1) ?? null) : null;
}

/** True if what is on the screen is no longer so. */
export const isStale = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.code === 'plan-outdated' || error.code === 'already-decided');

/** Why an OK or a no was refused, with what to do. */
export function refusalSentence(error: unknown): string {
  const said = sentenceOf(error);
  if (!(error instanceof ApiProblem) || error.code !== 'exclusion-clash') return said;
  return `Nothing was applied. ${said} Leave them out as well, or take the others back in.`;
}
