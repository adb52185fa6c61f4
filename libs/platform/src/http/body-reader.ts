import type { IncomingMessage, ServerResponse } from 'node:http';
import { invalidRequest, type ProblemException, refusal } from './problem.exception';
import type { BodyLimits } from './body-limits.decorator';
import { JsonRefusedError, jsonObject, JsonScan } from './json-bounds';
import { bodyIsRead } from './unread-body';

/** A body that was read: what it is said to be, and the object, or the bytes, that it is. */
export interface ReadBody {
  /** In lower case, without parameters. */
  readonly type: string;
  /** The object of `application/json`; a Buffer of any other type. */
  readonly content: unknown;
}

const JSON_TYPE = 'application/json';

/**
 * Reads a body as far as its limits go. JSON is measured as it comes, piece by piece, and parsed when it has passed.
 * @throws ProblemException 415, 413, 408 or 400; nothing more is read then, and the connection ends with the answer.
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limits: BodyLimits,
): Promise<ReadBody> {
  const type = typeOf(request, limits);
  if (Number(request.headers['content-length'] ?? 0) > limits.bytes) throw tooLarge(limits.bytes);
  if (request.headers.expect !== undefined) response.writeContinue();
  if (type !== JSON_TYPE) return { type, content: await bytesOf(request, response, limits) };
  const scan = new JsonScan(limits.json);
  try {
    const bytes = await bytesOf(request, response, limits, (chunk) => scan.take(chunk));
    return { type, content: jsonObject(utf8(bytes)) };
  } catch (error) {
    if (error instanceof JsonRefusedError) throw invalidRequest([{ field: error.field, message: error.message }]);
    throw error;
  }
}

/** What the body is said to be, if it is taken here, and is neither packed nor in another alphabet. */
function typeOf({ headers }: IncomingMessage, { types }: BodyLimits): string {
  const coding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (coding !== 'identity') {
    const detail = 'Compressed requests are not read here: send the body as it is.';
    throw refusal('unsupported-media-type', detail, {}, { headers: { 'accept-encoding': 'identity' } });
  }
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters
    .map((one) => /^\s*charset="?([^"]*)"?\s*$/.exec(one)?.[1])
    .find((one) => one !== undefined);
  if (!types.includes(type.trim())) {
    throw refusal('unsupported-media-type', `The body is taken as ${types.join(' or ')}.`);
  }
  if (type.trim() === JSON_TYPE && charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw refusal('unsupported-media-type', 'JSON is in UTF-8.');
  }
  return type.trim();
}

/** All bytes, given to `take` as they come. Whatever ends this early leaves the request paused: nothing more is read. */
function bytesOf(
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, ms }: BodyLimits,
  take: (chunk: Buffer) => void = () => undefined,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = () => {
      clearTimeout(late);
      request.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
    };
    const refuse = (error: unknown) => {
      stop();
      request.pause();
      // Whatever still happens to the request is nobody's error any more.
      request.on('error', () => undefined);
      reject(error instanceof Error ? error : new Error('a body could not be read', { cause: error }));
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      try {
        if (size > bytes) throw tooLarge(bytes);
        take(chunk);
        chunks.push(chunk);
      } catch (error) {
        refuse(error);
      }
    };
    const onEnd = () => {
      stop();
      bodyIsRead(request, response);
      resolve(Buffer.concat(chunks, size));
    };
    const onGone = () => refuse(refusal('invalid-request', 'The body broke off.'));
    const late = setTimeout(() => refuse(tooSlow()), ms);
    request.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
    if (request.destroyed) onGone();
  });
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new JsonRefusedError('body', 'it must be in UTF-8');
  }
}

const tooLarge = (bytes: number): ProblemException =>
  refusal('too-large', `The body is too large: at most ${bytes / 1024} kB are read here.`);

const tooSlow = (): ProblemException => refusal('timeout', 'The body took too long to arrive.');
