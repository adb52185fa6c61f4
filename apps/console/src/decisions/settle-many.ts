import { ApiProblem } from '../api/problem';

/** Asked so many at once. */
const AT_ONCE = 4;
/** A server that is busy is asked again after so long, in milliseconds. */
const AGAIN_MS = 2000;

/** What became of many requests. */
export interface Settled {
  readonly done: number;
  /** Why the others were refused, each sentence once. */
  readonly refusals: readonly string[];
}

/**
 * Settles each of these for itself, a few at a time: one that is refused does not stop the others, and one that the server
 * has no room for now is asked again.
 * @param tell is called with the number of those that are over.
 */
export async function settleMany<T>(
  all: readonly T[],
  settle: (one: T) => Promise<unknown>,
  tell: (over: number) => void,
  pause: (milliseconds: number) => Promise<void> = wait,
): Promise<Settled> {
  const left = [...all];
  const refusals = new Set<string>();
  let done = 0;
  let over = 0;
  const work = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      const refusal = await settled(one, settle, pause);
      if (refusal === null) done++;
      else refusals.add(refusal);
      tell(++over);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { done, refusals: [...refusals] };
}

async function settled<T>(
  one: T,
  settle: (one: T) => Promise<unknown>,
  pause: (milliseconds: number) => Promise<void>,
): Promise<string | null> {
  for (;;) {
    try {
      await settle(one);
      return null;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status !== 429) return error.message;
      await pause(AGAIN_MS);
    }
  }
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
