/** In bytes. */
export interface BudgetTerms {
  /** What all jobs together may hold. */
  readonly limit: number;
  /** What one job may hold; the limit is no less. */
  readonly perJob: number;
  /** So much every job may hold in any case, also beyond the limit. */
  readonly kept: number;
}

/** One company's answer is larger than anybody's may be. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/** The job gave way to others that waited for its memory, while it waited for PeopleHR. */
export class GaveWayError extends Error {
  override readonly name = 'GaveWayError';
}

/**
 * Bounds what all jobs together hold. Beyond the limit those that hold little go on, and of the others only the one that
 * has held something longest, so that one always ends and gives back what it held. Nobody waits for a job that itself
 * waits for PeopleHR: one that lags gives way, the largest first, until there is enough. So there is never more than the
 * limit, one job's part, and what each job keeps.
 */
export class MemoryBudget {
  private used = 0;
  /** In the order of their first bytes. */
  private readonly holders = new Set<MemoryShare>();
  private waiting: (() => void)[] = [];

  constructor(readonly terms: BudgetTerms) {}

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
    while (!this.mayGoOn(share)) {
      const freed = new Promise<void>((resolve) => this.waiting.push(resolve));
      this.relieve();
      await freed;
    }
  }

  /** @internal */
  mayGoOn(share: MemoryShare): boolean {
    return share.isClosed || !this.isShort || !share.isLarge || this.large[0] === share;
  }

  /** @internal Those that lag give way as long as somebody waits. */
  relieve(): void {
    while (this.isShort && this.waiting.length > 0) {
      const [largest] = this.large.filter(({ lags }) => lags).sort((a, b) => b.held - a.held);
      if (!largest) return;
      largest.giveWay();
    }
  }

  private get isShort(): boolean {
    return this.used > this.terms.limit;
  }

  private get large(): MemoryShare[] {
    return [...this.holders].filter(({ isLarge }) => isLarge);
  }
}

/** One job's part of the budget. */
export class MemoryShare {
  held = 0;
  isClosed = false;
  /** Waits for PeopleHR longer than others should wait for it. */
  lags = false;
  private readonly gaveWay = new AbortController();

  /** Made by `MemoryBudget.share`. */
  constructor(private readonly budget: MemoryBudget) {}

  /** Aborted, with a GaveWayError, when what is held is given to others: the job is to end. */
  get signal(): AbortSignal {
    return this.gaveWay.signal;
  }

  /** More than every job may hold in any case. */
  get isLarge(): boolean {
    return this.held > this.budget.terms.kept;
  }

  /** @throws TooLargeError if it is more than one job may hold */
  take(bytes: number): void {
    if (this.isClosed) return;
    if (this.held + bytes > this.budget.terms.perJob)
      throw new TooLargeError(`the employees take more than ${this.budget.terms.perJob} bytes`);
    this.held += bytes;
    this.budget.take(this, bytes);
  }

  /** Whether `turn` need not wait. */
  get mayGoOn(): boolean {
    return this.budget.mayGoOn(this);
  }

  /** Bytes are there. Resolves when this job may take more. @throws GaveWayError */
  async turn(): Promise<void> {
    this.lags = false;
    await this.budget.turn(this);
    this.signal.throwIfAborted();
  }

  /** PeopleHR is waited for, longer than others should wait for it. */
  lag(): void {
    this.lags = true;
    this.budget.relieve();
  }

  /** PeopleHR is waited for no longer, whatever is still held. @throws GaveWayError */
  hasAll(): void {
    this.lags = false;
    this.signal.throwIfAborted();
  }

  /** @internal */
  giveWay(): void {
    this.gaveWay.abort(new GaveWayError('the answer came too slowly while others waited'));
    this.close();
  }

  /** Gives everything back. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.budget.giveBack(this, this.held);
  }
}
