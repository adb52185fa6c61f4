const WINDOW_MS = 60_000;

/** How many calls are let through, and how the others are told. */
export interface RateLimit {
  /** Calls in any 60 seconds; null: as many as one likes. */
  readonly perMinute: number | null;
  /** What the refusal says; no real one was ever captured whole. */
  readonly isError: boolean;
  readonly status: number;
}

const usual: RateLimit = { perMinute: 50, isError: true, status: 5 };

/** PeopleHR's limit: a window that slides, for each key. */
export class RateLimits {
  private general: RateLimit = usual;
  private readonly own = new Map<string, RateLimit>();
  private readonly admitted = new Map<string, number[]>();

  /** The limit of a key: its own, or the general one. */
  of(key?: string): RateLimit {
    return (key === undefined ? undefined : this.own.get(key)) ?? this.general;
  }

  /** Changes the given parts of the general limit, or of one key's own. */
  set(change: Partial<RateLimit>, key?: string): RateLimit {
    const limit = { ...this.of(key), ...change };
    if (key === undefined) this.general = limit;
    else this.own.set(key, limit);
    return limit;
  }

  /** Whether a call at `now` (milliseconds of a clock that never goes back) is let through; a refused one does not count. */
  admits(key: string, now: number): boolean {
    const { perMinute } = this.of(key);
    if (perMinute === null) return true;
    const recent = (this.admitted.get(key) ?? []).filter((time) => time > now - WINDOW_MS);
    const admitted = recent.length < perMinute;
    if (admitted) recent.push(now);
    this.admitted.set(key, recent);
    return admitted;
  }

  reset(): void {
    this.general = usual;
    this.own.clear();
    this.admitted.clear();
  }
}
