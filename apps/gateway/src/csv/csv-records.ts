import { nextTurn, type Turn } from '@people-sync/platform';
import { CsvError, parse } from 'csv-parse';

/** One record of a file. */
export interface CsvRecord {
  /** Where it begins; the file's first line is 1. */
  readonly line: number;
  readonly values: readonly string[];
}

/** A place that breaks the rules of CSV. */
export interface CsvFault {
  readonly line: number;
  /** From 0. */
  readonly column: number;
  readonly code: 'quote-inside' | 'quotes-broken' | 'line-too-long';
}

/** From this place on nobody can say where a line ends: nothing of the file can be trusted. */
export class CsvBrokenError extends Error {
  override readonly name = 'CsvBrokenError';
  constructor(
    readonly fault: CsvFault,
    options?: ErrorOptions,
  ) {
    super(fault.code, options);
  }
}

/** What is done with what is found. */
export interface CsvReader {
  record(record: CsvRecord): void;
  /** The record that has it is passed over; the next line begins as if nothing had been. */
  fault(fault: CsvFault): void;
}

/** Bytes that are read in one turn. */
export const BYTES_A_TURN = 4_096;
/** Bytes of one record at most, within a turn's. */
const RECORD_BYTES = 16_384;
/** A file with more of these is none: they cost more than what is right. */
const MOST_FAULTS = 100;

/**
 * Reads a file's records in turns, so that it holds nobody up, however long it is. Records without any value (`,,`) are
 * passed over; how many values a record should have is the reader's to judge.
 * @param text with `\n` as its line end.
 * @throws CsvBrokenError if its quotes do not match; whatever `reader` throws ends it too.
 */
export async function readCsv(
  text: string,
  delimiter: string,
  reader: CsvReader,
  turn: Turn = nextTurn,
): Promise<void> {
  // The last line of the last record: what is wrong after it is wrong in the next one.
  let last = 0;
  let faults = 0;
  // Where the piece began that is being read, and the one in which the last record ended.
  let at = 0;
  let recordAt = 0;
  const parser = parse({
    delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    trim: true,
    skip_records_with_error: true,
    on_record: (values: string[], { lines }) => {
      const inside = values.reduce((sum, value) => sum + value.split('\n').length - 1, 0);
      last = lines;
      recordAt = at;
      if (values.some((value) => value.trim() !== '')) reader.record({ line: lines - inside, values });
      // The parser compares every record with the first, and makes an error, with its stack, of each that is longer or
      // shorter: a tenth of a millisecond for a line. So every record is its first.
      Reflect.set(parser.info, 'records', 0);
      return null;
    },
    on_skip: (error) => {
      const place = { line: numberIn(error, 'lines'), column: numberIn(error, 'column') };
      faults += 1;
      // Inside a value without quotes a quote changes nothing about where the line ends.
      if (error?.code !== 'INVALID_OPENING_QUOTE' || faults > MOST_FAULTS) {
        const line = error?.code === 'CSV_QUOTE_NOT_CLOSED' ? last + 1 : place.line;
        throw new CsvBrokenError({ ...place, line, code: 'quotes-broken' }, { cause: error });
      }
      if (place.line > last) reader.fault({ ...place, code: 'quote-inside' });
      last = place.line;
      recordAt = at;
    },
  });
  let failure: Error | undefined;
  parser.on('error', (error: Error) => (failure = error)).resume();
  const bytes = Buffer.from(text);
  for (; at < bytes.length && failure === undefined; at += BYTES_A_TURN) {
    if (at > 0) await turn();
    if (at - recordAt > RECORD_BYTES) throw new CsvBrokenError({ line: last + 1, column: -1, code: 'line-too-long' });
    await new Promise<void>((written) => parser.write(bytes.subarray(at, at + BYTES_A_TURN), () => written()));
  }
  if (failure === undefined) await new Promise<void>((ended) => parser.end(() => ended()));
  if (failure !== undefined) throw failure;
}

function numberIn(error: CsvError | undefined, key: 'lines' | 'column'): number {
  const value: unknown = error?.[key];
  return typeof value === 'number' ? value : 0;
}
