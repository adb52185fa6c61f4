import { foldedWords } from '@people-sync/reconciliation';

/** A value of one field, and how many employees have it, however it is written. */
export interface FieldValue {
  /** As most of them have it; null is blank. */
  readonly value: string | null;
  readonly employees: number;
  /** How the policy writes it, if it names it. */
  readonly named: readonly string[];
}

/** Values of one field that are shown at most, beside those that the policy names. */
const SHOWN = 200;

/** Counts who has which value of one field. */
export class FieldValues {
  /** By folded words, then by how they are written. */
  private readonly counts = new Map<string | null, Map<string | null, number>>();

  add(value: string | null): void {
    const folded = value === null ? null : foldedWords(value);
    const written = this.counts.get(folded) ?? new Map<string | null, number>();
    this.counts.set(folded, written.set(value, (written.get(value) ?? 0) + 1));
  }

  /** All values, each in one of the ways it is written. */
  get present(): string[] {
    return [...this.counts.keys()].filter((value) => value !== null);
  }

  /** How many there are, blank among them. */
  get count(): number {
    return this.counts.size;
  }

  /** The most frequent values, those of equal number by code unit; with each that is named. */
  shown(names: readonly string[]): FieldValue[] {
    const all = [...this.counts].map(([folded, written]): FieldValue => {
      const spellings = [...written].sort(mostFrequent);
      return {
        value: spellings[0]?.[0] ?? null,
        employees: spellings.reduce((sum, [, count]) => sum + count, 0),
        named: [...new Set(names.filter((name) => foldedWords(name) === folded))].sort(),
      };
    });
    const sorted = all.sort((a, b) => mostFrequent([a.value, a.employees], [b.value, b.employees]));
    return sorted.filter(({ named }, i) => i < SHOWN || named.length > 0);
  }
}

type Counted = readonly [value: string | null, count: number];
const mostFrequent = ([one, a]: Counted, [other, b]: Counted): number =>
  b - a || ((one ?? '') < (other ?? '') ? -1 : 1);
