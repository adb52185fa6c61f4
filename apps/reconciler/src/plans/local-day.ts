const formats = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });

/**
 * The day, `yyyy-MM-dd`, that a calendar in the time zone shows at an instant (RFC 3339). The rules never ask: they get
 * the day, and PlanMade records it, since time zone tables differ between machines.
 * @throws RangeError if the zone is unknown
 */
export function localDay(instant: string, timeZone: string): string {
  const parts = new Map(
    formats(timeZone)
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
}
