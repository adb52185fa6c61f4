const dateTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An instant in the reader's own zone, e.g. `24 Nov 2026, 21:00`; empty if there is none. */
export function shown(instant: string | null | undefined): string {
  return instant ? dateTime.format(new Date(instant)) : '';
}
