/** Tells the day, `yyyy-MM-dd`, that a calendar in a time zone shows at an instant (RFC 3339). */
export type LocalDay = (instant: string, timeZone: string) => string;

/**
 * Makes a LocalDay; it keeps its zones, which take Node 50 µs each to look up. The rules never ask for a zone: they get
 * the day, and PlanMade records it, since time zone tables differ between machines.
 */
export function localDays(): LocalDay {
  const zones = new Map<string, Intl.DateTimeFormat>();
  return (instant, timeZone) => {
    let format = zones.get(timeZone);
    if (!format) {
      format = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
      zones.set(timeZone, format);
    }
    const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
    return `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
  };
}
