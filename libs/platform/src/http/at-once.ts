import { type ProblemException, refusal } from './problem.exception';

/** Counts what is at work at the same time, by place. */
export class AtOnce {
  private readonly running = new Map<string, number>();

  /**
   * Takes a place that `leave` gives back, once.
   * @throws ProblemException 429 `too-many-requests` if as many as may be are there.
   */
  enter(place: string, most: number): () => void {
    const before = this.running.get(place) ?? 0;
    if (before >= most) throw tooManyAtOnce();
    this.running.set(place, before + 1);
    return () => this.leave(place);
  }

  /** Does the work in a place of its own. */
  async run<Result>(place: string, most: number, work: () => Promise<Result>): Promise<Result> {
    const leave = this.enter(place, most);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  private leave(place: string): void {
    const left = (this.running.get(place) ?? 1) - 1;
    if (left === 0) this.running.delete(place);
    else this.running.set(place, left);
  }
}

const tooManyAtOnce = (): ProblemException =>
  refusal(
    'too-many-requests',
    'The same is being done already, as often as may be at once: wait for its answer, then send this again.',
    {},
    { headers: { 'retry-after': '5' } },
  );
