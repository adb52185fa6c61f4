import { gzipSync } from 'node:zlib';
import type { Fault } from '../faults/fault';

const MIB = 1024 * 1024;
/** More than any reader should take, in half a megabyte. */
const BOMB_MIB = 600;

/** The `Content-Encoding` of an answer under this fault; undefined: none is said. */
export function codingOf({ fault, value }: Fault): string | undefined {
  if (fault === 'content-encoding') return value ?? 'utf-8';
  return fault === 'packed-garbage' || fault === 'packed-bomb' ? 'gzip' : undefined;
}

/** An answer's bytes as this fault packs or writes them. */
export function* packed(pieces: Iterable<Buffer>, { fault }: Fault): Generator<Buffer> {
  switch (fault) {
    case 'packed-garbage':
      yield gzipSync(Buffer.concat([...pieces]));
      yield Buffer.alloc(512);
      return;
    case 'packed-bomb': {
      // Members one behind the other are one packed answer.
      const member = gzipSync(Buffer.alloc(MIB, ' '));
      for (let n = 0; n < BOMB_MIB; n++) yield member;
      return;
    }
    case 'windows-1252':
      // Bytes that are no UTF-8, although the header says so.
      for (const piece of pieces) yield Buffer.from(piece.toString('utf8'), 'latin1');
      return;
    default:
      yield* pieces;
  }
}
