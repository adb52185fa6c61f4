/** How fast bytes are to come. */
export interface PaceTerms {
  /** So long may be waited for bytes beyond what the rate allows, in milliseconds. */
  readonly patienceMs: number;
  readonly bytesPerSecond: number;
}

/** Looks per patience; more often than needed costs, less often is late. */
const LOOKS = 20;
const LONGEST_LOOK_MS = 250;

/**
 * Whether bytes come as fast as they are to. Waiting uses patience up, bytes give it back, so that a byte now and then is
 * as silence. What is counted are looks while it is waited, not the clock: neither our own work nor a machine that
 * stands still for a while counts against whoever sends.
 */
export class Pace {
  private patience: number;
  private isWaiting = true;
  private readonly lookMs: number;
  private readonly looks: NodeJS.Timeout;

  /**
   * Waits from now on, until `stop`.
   * @param onLag called at each look at which the patience is used up
   */
  constructor(
    private readonly terms: PaceTerms,
    private readonly onLag: () => void,
  ) {
    this.patience = terms.patienceMs;
    this.lookMs = Math.min(LONGEST_LOOK_MS, Math.max(1, terms.patienceMs / LOOKS));
    this.looks = setInterval(() => this.look(), this.lookMs);
  }

  /** Bytes came; until `waits` they are worked on. */
  came(bytes: number): void {
    this.isWaiting = false;
    const { patienceMs, bytesPerSecond } = this.terms;
    this.patience = Math.min(patienceMs, this.patience + (1000 * bytes) / bytesPerSecond);
  }

  /** What came is done with: the next bytes are waited for. */
  waits(): void {
    this.isWaiting = true;
  }

  stop(): void {
    clearInterval(this.looks);
  }

  private look(): void {
    if (!this.isWaiting) return;
    this.patience = Math.max(0, this.patience - this.lookMs);
    if (this.patience === 0) this.onLag();
  }
}
