/** Letters that no decomposition takes apart, as they are typed without them. */
const plainLetters: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};
const LETTERS = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g');

/**
 * How names are searched and ordered, as somebody types them on any keyboard: letter case, accents, curly quotes, the
 * several dashes, invisible marks and the number of blanks do not count. No locale, so every machine finds the same people. Folded once more, it
 * stays as it is.
 */
export function folded(text: string): string {
  for (let before = text; ;) {
    const after = foldedOnce(before);
    if (after === before) return after;
    before = after;
  }
}

/** What is taken apart may hold what is folded in its turn. */
function foldedOnce(text: string): string {
  return (
    text
      // Before the decomposition, which makes a blank and an accent of some of them.
      .replace(/[\u2018\u2019\u201b\u02b9\u02bb\u02bc\u2032\u00b4`\uff07]/g, "'")
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      .normalize('NFKD')
      .replace(/[\p{M}\p{Cf}]/gu, '')
      // Upper case first: it brings together what has two lower-case forms.
      .toUpperCase()
      .toLowerCase()
      .normalize('NFC')
      .replace(LETTERS, (letter) => plainLetters[letter] ?? letter)
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** What is sought, as patterns for LIKE: each word anywhere, in any order; every character means itself. */
export interface Sought {
  /** For names; an address fits them too, unless it has letters that are folded. */
  readonly folded: readonly string[];
  /** For addresses as they are written. */
  readonly written: readonly string[];
}

/** The words of a search. A comma parts words as a blank does: 'Murphy, Amelia'. */
export function searchWords(search: string): Sought {
  const written = search.normalize('NFC').toLowerCase();
  return { folded: patterns(folded(search)), written: patterns(written) };
}

const patterns = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
