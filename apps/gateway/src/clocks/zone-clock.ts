const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** A zone that another gateway's newer calendar knows, and this one's does not, is as UTC here. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const options = { ...parts, second: 'numeric', hourCycle: 'h23', era: 'short' } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
  } catch {
    format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
  formats.set(zone, format);
  return format;
}

/** What the clocks of the zone show at this instant, to the second, as the same reading of UTC in milliseconds. */
export function clockAt(instant: Date, zone: string): number {
  const read = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => read.get(name) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

const offsetAt = (ms: number, zone: string): number => clockAt(new Date(ms), zone) - Math.floor(ms / 1000) * 1000;

/**
 * When the clocks of the zone show this. The first time, if they show it twice; if they skip it, as long after it as they
 * skip, so that what is spread over the hour that is missing stays spread.
 * @param clock as `clockAt` gives it, to the second
 */
export function instantOf(clock: number, zone: string): Date {
  const [before, after] = [offsetAt(clock - DAY_MS, zone), offsetAt(clock + DAY_MS, zone)];
  const shown = [clock - before, clock - after].filter((ms) => ms + offsetAt(ms, zone) === clock);
  return new Date(shown.length > 0 ? Math.min(...shown) : clock - before);
}
