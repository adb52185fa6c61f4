/** Scrapes come every 15 s or slower, from one Prometheus or two: those that come together share a look. */
const FRESH_MS = 5_000;

/** Well below the ten seconds that Prometheus waits for all of a process' numbers. */
const PATIENCE_MS = 2_000;

/** What was asked for did not come in time. */
export class LateLookError extends Error {
  override readonly name = 'LateLookError';
}

/**
 * One look for all the gauges that it fills, and for scrapes that come soon after: whoever scrapes, and however often,
 * the work is done at most once in FRESH_MS, and never twice at once.
 */
export class Look<Seen> {
  private running: Promise<Seen> | undefined;
  private seen: { readonly what: Promise<Seen>; readonly at: number } | undefined;

  constructor(
    private readonly work: () => Promise<Seen>,
    private readonly terms: { readonly freshMs?: number; readonly patienceMs?: number } = {},
  ) {}

  /** @throws what the work throws; LateLookError if it takes too long (it is not begun again before it has ended) */
  async now(): Promise<Seen> {
    const { freshMs = FRESH_MS, patienceMs = PATIENCE_MS } = this.terms;
    if (this.seen && Date.now() - this.seen.at < freshMs) return this.seen.what;
    const running = (this.running ??= this.begin());
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new LateLookError(`no answer within ${patienceMs} ms`)), patienceMs);
    });
    return Promise.race([running, late]).finally(() => clearTimeout(timer));
  }

  /** What fails is fresh too: a part that is away is not asked by every gauge. */
  private begin(): Promise<Seen> {
    const running = this.work();
    const end = (): void => {
      this.seen = { what: running, at: Date.now() };
      this.running = undefined;
    };
    running.then(end, end);
    return running;
  }
}
