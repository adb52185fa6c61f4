import { createHash } from 'node:crypto';
import { clockAt, instantOf } from '../clocks/zone-clock';

const DAY_S = 86_400;
const DAY_MS = DAY_S * 1000;

/** When syncs are started of companies that have not chosen a time. */
export interface NightWindow {
  /** Minute of the day. */
  readonly from: number;
  /** Minute of the day at which no more are started; at or before `from` it is that of the next day. */
  readonly until: number;
}

/** When one company's nightly sync starts. */
export interface NightPlan {
  readonly tenantId: string;
  /** Of the day, as the company chose; null: a time in the window. */
  readonly minute: number | null;
  readonly timeZone: string;
}

/**
 * The second of the day. Companies that chose none are spread evenly over the window by their names, each at the same time
 * every night: PeopleHR allows so many calls in a minute.
 */
export function secondOfDay({ tenantId, minute }: NightPlan, { from, until }: NightWindow): number {
  if (minute !== null) return minute * 60;
  const seconds = (until > from ? until - from : until - from + 1440) * 60;
  const share = createHash('sha256').update(tenantId).digest().readUInt32BE(0) / 2 ** 32;
  return (from * 60 + Math.floor(share * seconds)) % DAY_S;
}

/**
 * The next start after an instant. There is one for every day of the zone's calendar: also if the clocks skip its time, and
 * only one if they show it twice.
 */
export function nextStart(after: Date, plan: NightPlan, window: NightWindow): Date {
  const second = secondOfDay(plan, window);
  const today = Math.floor(clockAt(after, plan.timeZone) / DAY_MS) * DAY_MS;
  // Yesterday's may be after midnight, where midnight is skipped; a whole day was skipped too.
  for (const days of [-1, 0, 1, 2]) {
    const start = instantOf(today + days * DAY_MS + second * 1000, plan.timeZone);
    if (start > after) return start;
  }
  throw new Error('a zone has no tomorrow');
}

/** `HH:MM` of the minute of a day. */
export const timeOf = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** The minute of the day that `HH:MM` says. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
