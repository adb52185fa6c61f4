/**
 * Text as it is searched on the page itself, as the People table is on the server: letter case, accents, curly quotes and
 * the number of blanks do not count.
 */
export const searchFold = (text: string): string =>
  text
    .replace(/[\u2018\u2019\u2032\u00b4`]/g, "'")
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

/** True if each word of the search is somewhere in the text, in any order. */
export function matches(text: string, search: string): boolean {
  const folded = searchFold(text);
  return searchFold(search)
    .split(/[\s,;]+/)
    .every((word) => folded.includes(word));
}
