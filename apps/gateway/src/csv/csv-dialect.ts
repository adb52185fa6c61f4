import { parse } from 'csv-parse/sync';

/** How a file is written. */
export interface CsvDialect {
  readonly delimiter: string;
  /** The values of the first line that has any; empty if it cannot be read. */
  readonly header: readonly string[];
  /** The text without a line that only names the delimiter; it is blank now, so that lines keep their numbers. */
  readonly text: string;
}

/** Commas, or what spreadsheets of some countries and the clipboard use. */
const DELIMITERS = [',', ';', '\t'] as const;
/** A header is looked for in this many characters. */
const HEADER_LENGTH = 16_384;

/**
 * Finds out the delimiter: the one that a line `sep=;` names, else the one by which the header has most of the columns
 * that `known` knows, and most columns of these. Delimiters inside quotes are none.
 */
export function csvDialect(text: string, known: (name: string) => boolean): CsvDialect {
  const told = /^\uFEFF?"?sep=(.)"?[,;\t]*(?=\n|$)/i.exec(text);
  const rest = told ? text.slice(told[0].length) : text.replace(/^\uFEFF/, '');
  const candidates = told?.[1] === undefined ? DELIMITERS : [told[1]];
  const head = rest.slice(0, HEADER_LENGTH);
  const read = candidates.map((delimiter) => ({ delimiter, header: headerOf(head, delimiter), text: rest }));
  const [first = { delimiter: ',', header: [], text: rest }, ...others] = read;
  const score = ({ header }: CsvDialect): number =>
    header.filter(known).length * 1_000 + (header.length > 1 ? Math.min(header.length, 999) : 0);
  return others.reduce((best, one) => (score(one) > score(best) ? one : best), first);
}

function headerOf(text: string, delimiter: string): string[] {
  try {
    const records: string[][] = parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_records_with_empty_values: true,
      trim: true,
      to: 1,
    });
    return records[0] ?? [];
  } catch {
    return [];
  }
}
