import { recordedEvents, type RunningSystem } from '@people-sync/testing';
import { query } from './event-trail';

/** Fewer letters and digits in a row than this are no secret: the console shows four. */
const TELLING = 12;

/** Looks for words that must be nowhere, and for a key however it is spelt, wherever a running system keeps anything. */
export class CanarySearch {
  private readonly parts: readonly string[];
  private readonly packed: readonly string[];

  constructor(
    private readonly system: RunningSystem,
    private readonly word: string,
    keys: readonly string[],
  ) {
    this.parts = keys
      .map(folded)
      .flatMap((letters) =>
        Array.from({ length: letters.length - TELLING + 1 }, (_, at) => letters.slice(at, at + TELLING)),
      );
    // In base64 a text looks different by where it begins; its edges depend on what stands beside it.
    this.packed = keys.flatMap((key) => [
      ...['', 'x', 'xx'].map((before) =>
        Buffer.from(before + key)
          .toString('base64')
          .slice(4, -4),
      ),
      Buffer.from(key).toString('hex'),
    ]);
  }

  /** True if the word or a telling part of the key is in the text. */
  isIn(text: string): boolean {
    if (text.includes(this.word) || this.packed.some((packed) => text.includes(packed))) return true;
    const read = [text, unescaped(text), unescaped(unescaped(text))].map(folded);
    return read.some((one) => this.parts.some((part) => one.includes(part)));
  }

  /** How many records on the topics hold it. */
  async onTopics(): Promise<number> {
    return (await recordedEvents(this.system)).filter((record) => this.isIn(record)).length;
  }

  /** The tables that hold it, of all services. */
  async inTables(): Promise<string[]> {
    const tables = await query<{ name: string }>(
      this.system,
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await query<{ row: string }>(this.system, `SELECT t::text AS row FROM ${name} t`);
      if (rows.some(({ row }) => this.isIn(row))) found.push(name);
    }
    return found;
  }
}

const folded = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const unescaped = (text: string): string =>
  text
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, point: string) => String.fromCharCode(Number(point)))
    .replace(/\\+u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
