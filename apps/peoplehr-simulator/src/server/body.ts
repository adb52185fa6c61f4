import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, isList, type ListAnswer } from '../answers/answer';
import { aroundList } from '../answers/envelope';

const PIECE = 256 * 1024;

/** The request's text; undefined if it is longer than `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue;
    size += part.length;
    // Read on without keeping it: who is cut off while sending never sees the answer.
    if (size <= most) parts.push(part);
  }
  return size <= most ? Buffer.concat(parts).toString('utf8') : undefined;
}

/** An answer's bytes, piece by piece. @param spell how the envelope's beginning is to be spelt */
export function* piecesOf(answer: Answer, spell: (text: string) => string): Generator<Buffer> {
  if (!isList(answer)) {
    yield Buffer.from(spell(JSON.stringify(answer)));
    return;
  }
  yield Buffer.from(spell(aroundList.head));
  yield* records(answer);
  yield Buffer.from(aroundList.tail);
}

const comma = Buffer.from(',');

function* records({ company, rows, reshape }: ListAnswer): Generator<Buffer> {
  let parts: Buffer[] = [];
  let size = 0;
  for (const [index, row] of rows.entries()) {
    const bytes = reshape ? Buffer.from(JSON.stringify(reshape(company.record(row)))) : company.recordBytes(row);
    if (index > 0) parts.push(comma);
    parts.push(bytes);
    size += bytes.length;
    if (size < PIECE) continue;
    yield Buffer.concat(parts);
    [parts, size] = [[], 0];
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}

/** The first `most` bytes of the pieces. */
export function* firstBytes(pieces: Iterable<Buffer>, most: number): Generator<Buffer> {
  let left = most;
  for (const piece of pieces) {
    if (left <= 0) return;
    yield piece.subarray(0, left);
    left -= piece.length;
  }
}

/** Sends pieces as fast as the reader takes them, and no faster. False if the reader went away. The answer stays open. */
export async function send(
  response: ServerResponse,
  pieces: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<boolean> {
  const gone = new Promise<void>((resolve) => response.once('close', resolve));
  for await (const piece of pieces) {
    if (response.destroyed) return false;
    const sent = new Promise<void>((resolve) => response.write(piece, () => resolve()));
    await Promise.race([sent, gone]);
  }
  return !response.destroyed;
}

/** How many pieces a trickling answer comes in. */
const DROPS = 100;

/** The same bytes, evenly over so many milliseconds: never silent, and late. */
export async function* trickling(pieces: Iterable<Buffer>, ms: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.concat([...pieces]);
  const size = Math.ceil(bytes.length / DROPS);
  for (let at = 0; at < bytes.length; at += size) {
    await wait(ms / DROPS, undefined, { ref: false });
    yield bytes.subarray(at, at + size);
  }
}
