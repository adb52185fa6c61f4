/**
 * Bounds what all jobs together hold. Beyond the limit only the job that has held something longest goes on, so that
 * one always ends and gives back what it held.
 */
export class MemoryBudget {
  private used = 0;
  /** In the order of their first bytes. */
  private readonly holders = new Set<MemoryShare>();
  private waiting: (() => void)[] = [];

  /** @param limit in bytes */
  constructor(private readonly limit: number) {}

  share(): MemoryShare {
    return new MemoryShare(this);
  }

  /** @internal */
  take(share: MemoryShare, bytes: number): void {
    this.holders.add(share);
    this.used += bytes;
  }

  /** @internal */
  giveBack(share: MemoryShare, bytes: number): void {
    this.holders.delete(share);
    this.used -= bytes;
    const waiting = this.waiting;
    this.waiting = [];
    for (const go of waiting) go();
  }

  /** @internal */
  async turn(share: MemoryShare): Promise<void> {
    while (this.used > this.limit && this.holders.values().next().value !== share) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
      if (share.isClosed) return;
    }
  }
}

/** One job's part of the budget. */
export class MemoryShare {
  private held = 0;
  isClosed = false;

  /** Made by `MemoryBudget.share`. */
  constructor(private readonly budget: MemoryBudget) {}

  take(bytes: number): void {
    this.held += bytes;
    this.budget.take(this, bytes);
  }

  /** Resolves when this job may take more. */
  turn(): Promise<void> {
    return this.budget.turn(this);
  }

  /** Gives everything back. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.budget.giveBack(this, this.held);
  }
}
