/** What PeopleSync says instead of the wished answer, in the words of either door. */
export interface Refusal {
  /** The stable word to branch on, e.g. `plan-outdated`; empty if nobody answered. */
  readonly reason: string;
  /** The sentence, with the next step. */
  readonly message: string;
}

const PROBLEMS = /\/problems\/([a-z0-9-]+)$/;

/** The word of an RFC 9457 problem; empty for anything else. */
export function reasonOf(problem: unknown): string {
  const type: unknown = typeof problem === 'object' && problem !== null ? Reflect.get(problem, 'type') : undefined;
  return typeof type === 'string' ? (PROBLEMS.exec(type)?.[1] ?? '') : '';
}
