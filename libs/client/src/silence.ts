/** Ends a stream on which nothing was told for too long, while somebody waits for it. */
export class Silence {
  private readonly line = new AbortController();
  private dead = false;

  /** @param longestMs milliseconds without a word after which the line is dead @param signal ends the stream as well */
  constructor(
    private readonly longestMs: number,
    private readonly outer?: AbortSignal,
  ) {}

  /** What ends the stream. */
  get signal(): AbortSignal {
    return this.outer ? AbortSignal.any([this.outer, this.line.signal]) : this.line.signal;
  }

  /** It was ended because nothing was told. */
  get isDead(): boolean {
    return this.dead;
  }

  /** The same stream, which breaks off when it is silent. The time in which its reader works on what was told does not count. */
  async *broken<T>(stream: AsyncIterable<T>): AsyncGenerator<T> {
    const reader = stream[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.within(reader.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      this.line.abort();
      await reader.return?.();
    }
  }

  /** What is waited for, unless it takes too long: then the line is ended, which is to end it too. */
  async within<T>(next: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.dead = true;
      this.line.abort();
    }, this.longestMs);
    try {
      return await next;
    } finally {
      clearTimeout(timer);
    }
  }
}
