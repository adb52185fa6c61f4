interface Waiting<T> {
  readonly item: T;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * One write at a time; what comes meanwhile goes together with the next: one statement for many jobs when there is
 * much to do, and no waiting when there is little.
 */
export class Coalescer<T> {
  private waiting: Waiting<T>[] = [];
  private isWriting = false;

  /** @param limit of items in one write */
  constructor(
    private readonly write: (items: readonly T[]) => Promise<void>,
    private readonly limit: number,
  ) {}

  /** Resolves when the item has been written; rejects if its write failed. */
  add(item: T): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isWriting) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.limit);
      try {
        await this.write(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.isWriting = false;
  }
}
