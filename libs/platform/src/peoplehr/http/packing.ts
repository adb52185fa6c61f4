import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** A stream that unpacks, and tells how many bytes it took in. */
export type Unpacker = Transform & { readonly bytesWritten: number };

/** What PeopleHR, or a proxy before it, may pack its answer with: offered are those that can be read, and no other. */
const unpackers: ReadonlyMap<string, () => Unpacker> = new Map<string, () => Unpacker>([
  ['gzip', () => createGunzip()],
  ['deflate', () => createInflate()],
  ['br', () => createBrotliDecompress()],
]);

/** For `Accept-Encoding`. */
export const offeredCodings = [...unpackers.keys()].join(', ');

/** The answer is packed in a way that was not offered, or more than once. */
export class UnknownPackingError extends Error {
  override readonly name = 'UnknownPackingError';
}

/**
 * How to unpack an answer with this `Content-Encoding`; undefined if it is not packed.
 * @throws UnknownPackingError
 */
export function unpackerFor(contentEncoding: string | readonly string[] | undefined): Unpacker | undefined {
  const coding = String(contentEncoding ?? '')
    .trim()
    .toLowerCase();
  if (coding === '' || coding === 'identity') return undefined;
  const make = unpackers.get(coding === 'x-gzip' ? 'gzip' : coding);
  if (!make) throw new UnknownPackingError('the answer is packed in a way that was not offered');
  return make();
}
