/** So many letters and digits in a row of a secret are a part of it; the console shows four as a hint. */
const TELLING = 8;
const MASK = '[key]';
/** Escapes inside escapes were seen to three layers (JSON in a URL in HTML); each round takes one off. */
const LAYERS = 4;

/** One character of a text as a reader would see it, and where it stands in what was written. */
interface Seen {
  readonly character: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The text without the secret: whole or in parts of eight letters and digits or more, in any letter case and width, with
 * or without what stands between them, escaped as in JSON, URLs or HTML, or in base64. If the secret is too short to be
 * told from words, the whole text goes as soon as it may hold it.
 */
export function withoutSecret(text: string, secret: string): string {
  const letters = foldedLetters(secret);
  if (letters.length < TELLING) return letters !== '' && foldedLetters(text).includes(letters) ? '' : text;
  const parts = partsOf(letters);
  const seen = lettersIn(text);
  const hits = new Set<number>();
  const shown = seen.map(({ character }) => character).join('');
  for (let at = 0; at + TELLING <= shown.length; at++) {
    if (!parts.has(shown.slice(at, at + TELLING))) continue;
    for (let i = at; i < at + TELLING; i++) hits.add(i);
  }
  return withoutBase64(masked(text, seen, hits), parts);
}

/** What nobody needs to read and may be a secret of anybody's: twenty characters in a row, a digit among them. */
export const withoutLookalikes = (text: string): string =>
  text.replace(/[\w+/=~-]{20,}/g, (run) => (/\d/.test(run) ? MASK : run));

/** Every run of eight of the secret's letters and digits. */
function partsOf(letters: string): ReadonlySet<string> {
  const parts = new Set<string>();
  for (let at = 0; at + TELLING <= letters.length; at++) parts.add(letters.slice(at, at + TELLING));
  return parts;
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();
const foldedLetters = (text: string): string => fold(text).replace(/[^a-z0-9]/g, '');

function masked(text: string, seen: readonly Seen[], hits: ReadonlySet<number>): string {
  let result = '';
  let from = 0;
  for (let i = 0; i < seen.length; i++) {
    if (!hits.has(i)) continue;
    const first = i;
    while (hits.has(i + 1)) i++;
    result += text.slice(from, seen[first]?.start) + MASK;
    from = seen[i]?.end ?? text.length;
  }
  return result + text.slice(from);
}

/** The letters and digits that a reader would see, folded. */
function lettersIn(text: string): Seen[] {
  let at = 0;
  let seen = Array.from(text, (character): Seen => ({ character, start: at, end: (at += character.length) }));
  for (let layer = 0; layer < LAYERS; layer++) {
    const decoded = unescaped(seen);
    if (decoded.length === seen.length) break;
    seen = decoded;
  }
  return seen.flatMap(({ character, start, end }) =>
    Array.from(foldedLetters(character)).map((letter) => ({ character: letter, start, end })),
  );
}

const ESCAPE =
  /\\u\{([0-9a-f]{1,6})\}|[\\%]u([0-9a-f]{4})|\\x([0-9a-f]{2})|%([0-9a-f]{2})|&#x0*([0-9a-f]{1,6});?|&#0*(\d{1,7});?|&[a-z]{2,31};|\\(.)/giy;

/** One layer of escapes taken off. */
function unescaped(seen: readonly Seen[]): Seen[] {
  // One unit for each, so that places in the text are places in the list.
  const text = seen.map(({ character }) => (character.length === 1 ? character : ' ')).join('');
  const result: Seen[] = [];
  for (let at = 0; at < seen.length;) {
    ESCAPE.lastIndex = at;
    const match = ESCAPE.exec(text);
    const length = match?.[0].length ?? 1;
    const [first, last] = [seen[at], seen[at + length - 1]];
    if (first && last) result.push(match ? { character: meant(match), start: first.start, end: last.end } : first);
    at += length;
  }
  return result;
}

/** What an escape means; named entities mean no letter and no digit. */
function meant([, braced, four, two, percent, hex, decimal, plain]: RegExpExecArray): string {
  if (plain !== undefined) return plain;
  const digits = braced ?? four ?? two ?? percent ?? hex;
  const point = digits === undefined ? Number(decimal ?? 0x20) : Number.parseInt(digits, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : ' ';
}

/** Without runs in which the secret stands in base64, wherever in them it begins. */
const withoutBase64 = (text: string, parts: ReadonlySet<string>): string =>
  text.replace(/[\w+/=-]{12,}/g, (run) =>
    [0, 1, 2, 3].some((skip) => hasPart(Buffer.from(run.slice(skip), 'base64').toString('latin1'), parts)) ? MASK : run,
  );

function hasPart(text: string, parts: ReadonlySet<string>): boolean {
  const letters = foldedLetters(text);
  for (let at = 0; at + TELLING <= letters.length; at++) if (parts.has(letters.slice(at, at + TELLING))) return true;
  return false;
}
