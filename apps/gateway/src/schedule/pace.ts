/** What was not started lately may be started at once, for so long. */
const BURST_MS = 30_000;

/** How many may be started now. */
export interface Allowance {
  readonly count: number;
  /** Of the place in time that is still free when `used` of them were started. */
  freeAfter(used: number): Date;
}

/**
 * Starts at an even pace, whoever starts them: each takes its share of a minute, from `freeAt` on. In any minute no more
 * start than half as many again.
 * @param freeAt what was started before takes the time until then
 */
export function allowance(freeAt: Date, now: Date, perMinute: number): Allowance {
  const each = 60_000 / perMinute;
  const from = Math.max(freeAt.getTime(), now.getTime() - Math.max(BURST_MS, each));
  return {
    count: Math.max(0, Math.floor((now.getTime() - from) / each)),
    freeAfter: (used) => new Date(Math.ceil(from + used * each)),
  };
}
