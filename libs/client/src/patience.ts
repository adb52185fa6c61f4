/** How long and how often a call is tried. */
export interface Patience {
  /**
   * Of one call, all its tries together, in milliseconds. If nothing is said 30 s, and 60 s where PeopleHR is asked or
   * thousands of people come. An answer that is a stream has none.
   */
  readonly deadlineMs?: number;
  /** Tries of one call; 4 if nothing is said. */
  readonly tries?: number;
}

export const DEADLINE_MS = 30_000;

/** Checking a key at PeopleHR may take 45 s, and as long as that the body of an import may take to arrive. */
export const LONG_DEADLINE_MS = 60_000;

export const TRIES = 4;

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;

/** Milliseconds before the next try, where nobody said how long: growing, and not the same for all who wait. */
export const backOff = (attempt: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
