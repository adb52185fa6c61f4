import { ApiProblem } from '../api/problem';

/** Where the newest changes are, if that is why an OK or a no was refused: the id of a sync. */
export function newerCheckOf(error: unknown): string | null {
  if (!(error instanceof ApiProblem) || error.code !== 'plan-outdated') return null;
  const { sync } = error.facts;
  return typeof sync === 'string' ? (sync.split('/').at(-1) ?? null) : null;
}

/** True if what is on the screen is no longer so. */
export const isStale = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.code === 'plan-outdated' || error.code === 'already-decided');
