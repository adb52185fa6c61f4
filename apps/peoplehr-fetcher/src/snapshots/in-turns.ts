import { nextTurn, type Turn } from '@people-sync/platform';

/** Does the work; where it yields, everybody else has a turn, so that no answer keeps others waiting for all of it. */
export async function inTurns<T>(work: Generator<void, T>, turn: Turn = nextTurn): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await turn();
  }
}
