import { decode } from 'html-entities';
import { withoutInvisible } from './visible-text';

/** Single words of printable ASCII, one space apart, without an ampersand: most of what companies write. */
const PLAIN = /^[!-%'-~]+(?: [!-%'-~]+)*$/;

/**
 * Words as they are compared, the one written fold: as a reader sees them, whoever typed them. HTML entities are the
 * characters that they stand for, one character in two encodings (NFC) is one, what nobody sees is left out, blanks are
 * one space, letter case does not count. No locale is asked, so that every machine folds alike. Folded once more, it
 * stays as it is; empty if there is nothing to see.
 */
export function foldedWords(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  let folded = text;
  for (;;) {
    const next = foldedOnce(folded);
    if (next === folded) return folded;
    folded = next;
  }
}

/** What is left may spell an entity anew. */
function foldedOnce(text: string): string {
  const decoded = decode(text, { level: 'html5', scope: 'strict' });
  const seen = withoutInvisible(decoded.normalize('NFC')).replace(/\s+/g, ' ').trim();
  // Upper case first: it brings together what has two lower-case forms (ß and ss, the two sigmas).
  return seen.toUpperCase().toLowerCase().normalize('NFC');
}
