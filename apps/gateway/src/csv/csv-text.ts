/** The bytes are no text that can be told. */
export class NoTextError extends Error {
  override readonly name = 'NoTextError';
}

/**
 * A file's text with `\n` as its one line end, whichever, or however many kinds, it has. UTF-8, or UTF-16 if its first
 * two bytes say so: Excel's "Unicode text" does.
 * @throws NoTextError for what is neither.
 */
export function csvText(bytes: Buffer): string {
  const label =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n');
  } catch (cause) {
    throw new NoTextError('neither UTF-8 nor UTF-16', { cause });
  }
}
