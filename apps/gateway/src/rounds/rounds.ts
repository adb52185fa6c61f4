/**
 * Work that comes round again and again, one round at a time, the first one an interval after `start`. A round that
 * fails is told and does not end the others.
 */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private round: Promise<void> = Promise.resolve();

  /** @param everyMs pause between two rounds, in milliseconds. */
  constructor(
    private readonly everyMs: number,
    private readonly work: () => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** True once it was asked to stop: a long round looks at it between two pieces of work. */
  get stopping(): boolean {
    return this.stopped;
  }

  start(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.work()
        .catch(this.failed)
        .finally(() => this.start());
    }, this.everyMs).unref();
  }

  /** Resolves when the round that runs is over; no other follows. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }
}
