import { guarded } from './formula-guard';

/** Stands at the beginning of a file: Excel reads UTF-8 only if it is told so. */
export const CSV_BOM = '\ufeff';

/** One line of a CSV file (RFC 4180): every value in quotes, and none that a spreadsheet would compute. */
export const csvLine = (values: readonly (string | number | null)[]): string =>
  `${values.map((value) => quoted(value === null ? '' : String(value))).join(',')}\r\n`;

const quoted = (text: string): string => `"${guarded(text).replaceAll('"', '""')}"`;
