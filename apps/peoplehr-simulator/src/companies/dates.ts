const DAY_MS = 24 * 60 * 60 * 1000;

/** Today's date in UTC, `yyyy-MM-dd`. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** The date so many days later, or earlier if negative. Both `yyyy-MM-dd`. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Whether the text is a day of the calendar, `yyyy-MM-dd`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && daysAfter(text, 0) === text;
