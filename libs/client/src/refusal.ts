/** Whether the same call may be made again, and after what (docs/errors.md). */
export type Retry = 'never' | 'same-call' | 'read-anew' | 'after-a-step';

/** What PeopleSync says instead of the wished answer, in the words of either door. */
export interface Refusal {
  /** The stable word to branch on, e.g. `plan-outdated`; empty if nobody answered. */
  readonly reason: string;
  /** The sentence, with the next step. */
  readonly message: string;
  readonly retry: Retry;
}

const PROBLEMS = /\/problems\/([a-z0-9-]+)$/;

/** The word of an RFC 9457 problem; empty for anything else. */
export function reasonOf(problem: unknown): string {
  const type = memberOf(problem, 'type');
  return typeof type === 'string' ? (PROBLEMS.exec(type)?.[1] ?? '') : '';
}

/** Whether what a problem refuses may be made again; never, for anything that says nothing of it. */
export const retryOf = (problem: unknown): Retry => retryNamed(memberOf(problem, 'retry')) ?? 'never';

/** The word, if it is one that is known here; a newer one is gone by as if nothing were said. */
export const retryNamed = (word: unknown): Retry | undefined =>
  word === 'never' || word === 'same-call' || word === 'read-anew' || word === 'after-a-step' ? word : undefined;

/** What a problem has under this name. */
export const memberOf = (problem: unknown, name: string): unknown =>
  typeof problem === 'object' && problem !== null ? Reflect.get(problem, name) : undefined;
