/** What came of a check. */
export type Verdict =
  | { readonly ok: true; readonly said: string }
  | {
      readonly ok: false;
      /** The first entry at which something is wrong, from 0; null if it is not about one. */
      readonly index: number | null;
      /** A sentence; it names no value. */
      readonly said: string;
    };

export const wrong = (index: number | null, said: string): Verdict & { readonly ok: false } => ({
  ok: false,
  index,
  said,
});

/** As numbers of things are said: `1 entry`, `3 entries`. */
export const counted = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;
