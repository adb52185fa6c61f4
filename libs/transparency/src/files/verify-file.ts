import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BundleCheck } from './verify-bundle';
import { type Verdict, wrong } from './verdict';
import { verifyProof } from './verify-proof';

/** Longer than any line: the entry of a first answer of 100,000 employees has some 30 MB. */
const LONGEST_LINE = 128 * 1024 * 1024;

const GZIP = Buffer.of(0x1f, 0x8b);

/** What `peoplesync audit verify FILE` says, and ends with. */
export interface FileVerdict {
  readonly verdict: Verdict;
  /** In plain words, for whoever ran it. */
  readonly lines: readonly string[];
  readonly exitCode: 0 | 1;
}

/**
 * Checks a record or the proof of one entry, with no server and no network.
 * @param source a path, or the file's bytes
 * @param trusted public keys (vkeys) that the reader has from elsewhere; without them those of the file count
 * @returns also for a file that cannot be read or is something else: never a stack trace
 */
export async function verifyRecordFile(source: string | Readable, trusted?: readonly string[]): Promise<FileVerdict> {
  return told(await checked(typeof source === 'string' ? createReadStream(source) : source, trusted));
}

function told(verdict: Verdict): FileVerdict {
  if (verdict.ok) return { verdict, lines: [verdict.said], exitCode: 0 };
  const where = verdict.index === null ? '' : ` First at entry ${verdict.index}.`;
  return { verdict, lines: [`This does not hold: ${verdict.said}${where}`], exitCode: 1 };
}

async function checked(source: Readable, trusted: readonly string[] | undefined): Promise<Verdict> {
  const check = new BundleCheck(trusted);
  try {
    const chunks = source[Symbol.asyncIterator]();
    const start = await beginning(chunks);
    if (!start.subarray(0, 2).equals(GZIP)) return await proofIn(start, chunks, trusted);
    for await (const line of linesOf(unzipped(start, chunks))) {
      const fault = check.take(line);
      if (fault) return fault;
    }
    return check.end();
  } catch (error) {
    const ended = check.end();
    const isEarly = typeof error === 'object' && error !== null && 'code' in error && error.code === 'Z_BUF_ERROR';
    if (isEarly) return ended;
    const at = ended.ok ? null : ended.index;
    return wrong(
      at,
      error instanceof TooLongError ? error.message : 'The file cannot be read: it is damaged, or not there.',
    );
  } finally {
    source.destroy();
  }
}

class TooLongError extends Error {}

type Chunks = AsyncIterator<unknown>;

const bytesOf = (value: unknown): Buffer =>
  Buffer.isBuffer(value) ? value : value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));

async function beginning(chunks: Chunks): Promise<Buffer> {
  let start = Buffer.alloc(0);
  while (start.length < GZIP.length) {
    const next = await chunks.next();
    if (next.done === true) break;
    start = Buffer.concat([start, bytesOf(next.value)]);
  }
  return start;
}

async function* from(start: Buffer, chunks: Chunks): AsyncGenerator<Buffer> {
  yield start;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield bytesOf(next.value);
}

async function proofIn(start: Buffer, chunks: Chunks, trusted: readonly string[] | undefined): Promise<Verdict> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of from(start, chunks)) {
    length += part.length;
    if (length > LONGEST_LINE) throw new TooLongError('The file is longer than the proof of an entry.');
    parts.push(part);
  }
  return verifyProof(Buffer.concat(parts).toString('utf8'), trusted);
}

function unzipped(start: Buffer, chunks: Chunks): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  const fed = async (): Promise<void> => {
    for await (const part of from(start, chunks)) {
      if (gunzip.destroyed) return;
      if (!gunzip.write(part)) await new Promise<void>((go) => gunzip.once('drain', go).once('close', go));
    }
    gunzip.end();
  };
  fed().catch((error: unknown) =>
    gunzip.destroy(error instanceof Error ? error : new Error('the file cannot be read')),
  );
  return gunzip;
}

/** Lines of UTF-8; what is behind the last break is one too, so that a cut line is seen. */
async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...held, chunk.subarray(from, at)]).toString('utf8');
      held = [];
      length = 0;
      from = at + 1;
    }
    held.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > LONGEST_LINE) throw new TooLongError('A line is longer than any of a record.');
  }
  if (length > 0) yield Buffer.concat(held).toString('utf8');
}
