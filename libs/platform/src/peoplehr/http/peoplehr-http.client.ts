import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SpanKind } from '@opentelemetry/api';
import { inSpan } from '@people-sync/messaging';
import { Agent, request } from 'undici';
import { peopleHrUserAgent } from '../user-agent';
import { Pace } from './pace';
import { offeredCodings, UnknownPackingError, type Unpacker, unpackerFor } from './packing';

/** No whole answer came: refused, reset, silent or too slow for too long, or packed wrongly. Worth trying again. */
export class PeopleHrUnavailableError extends Error {
  override readonly name = 'PeopleHrUnavailableError';
}

/** Who takes an answer's bytes. */
export interface AnswerTaker {
  /** False: reading on is pointless. While the promise is pending PeopleHR is not asked for more. */
  take(chunk: Buffer): boolean | Promise<boolean>;
}

/** How long PeopleHR may take, in milliseconds. */
export interface PeopleHrPatience {
  /** Until there is a connection. */
  readonly connectMs: number;
  /** Until the status line and headers are there: it makes a whole list before. */
  readonly firstByteMs: number;
  /** Of silence in the middle of its answer, or of lagging behind `bytesPerSecond`. */
  readonly chunkMs: number;
  /** At least so much of its answer, unpacked, has to come: a byte now and then is no answer. */
  readonly bytesPerSecond: number;
  /** From the request to the last byte. */
  readonly wholeMs: number;
}

/** What is asked, beside the key. */
export type PeopleHrQuestion = Readonly<Record<string, string | boolean>> & { readonly Action: string };

/** Status line and headers; Node's own limit, said here because it is one of an answer's limits. */
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * The one way in which PeopleHR is asked. It knows HTTP only; what the bytes say is for `AnswerReader`. Whatever is
 * answered ends as a status, as PeopleHrUnavailableError, or as the caller's own reason: every stream's errors are
 * heard, and none outlives the call.
 */
export class PeopleHrHttp {
  private readonly agent: Agent;
  private readonly address: string;
  private readonly userAgent = peopleHrUserAgent();

  /** @param baseUrl `https://api.peoplehr.net` or one like it */
  constructor(
    baseUrl: string,
    private readonly patience: PeopleHrPatience,
  ) {
    this.address = `${baseUrl.replace(/\/$/, '')}/Employee`;
    this.agent = new Agent({
      connect: { timeout: patience.connectMs },
      keepAliveTimeout: 1_000,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
  }

  /**
   * Asks; the unpacked body of an HTTP 200 goes to `taker` as it comes, other bodies are not read. Redirects are not
   * followed: the key goes nowhere else.
   * @returns the HTTP status, when the whole body was taken or reading on was pointless
   * @throws PeopleHrUnavailableError, the signal's reason, or what the taker threw. Neither the key nor anything of the answer is in an error.
   */
  ask(apiKey: string, question: PeopleHrQuestion, taker: AnswerTaker, signal?: AbortSignal): Promise<number> {
    const attributes = { 'http.request.method': 'POST', 'peoplehr.action': question.Action };
    return inSpan(`PeopleHR ${question.Action}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
      const httpStatus = await this.answer(apiKey, question, taker, signal);
      span?.setAttribute('http.response.status_code', httpStatus);
      return httpStatus;
    });
  }

  private async answer(
    apiKey: string,
    question: PeopleHrQuestion,
    taker: AnswerTaker,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const deadline = AbortSignal.timeout(this.patience.wholeMs);
    const tooSlow = new AbortController();
    const ends = [deadline, tooSlow.signal, ...(signal ? [signal] : [])];
    try {
      return await this.exchange({ APIKey: apiKey, ...question }, taker, AbortSignal.any(ends), () => tooSlow.abort());
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof TakerError) throw error.cause;
      if (deadline.aborted) throw new PeopleHrUnavailableError('the answer took too long');
      throw new PeopleHrUnavailableError(tooSlow.signal.aborted ? 'the answer came too slowly' : saidBy(error));
    }
  }

  /** Cuts what is being read. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async exchange(
    body: object,
    taker: AnswerTaker,
    signal: AbortSignal,
    onTooSlow: () => void,
  ): Promise<number> {
    const answer = await request(this.address, {
      method: 'POST',
      dispatcher: this.agent,
      signal,
      headersTimeout: this.patience.firstByteMs,
      // Silence in the body is told by its pace.
      bodyTimeout: 0,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'accept-encoding': offeredCodings,
        'user-agent': this.userAgent,
      },
      body: JSON.stringify(body),
    });
    // Whoever reads it is told of its errors; without a listener of its own, one that comes later would end the process.
    answer.body.on('error', () => undefined);
    const { chunkMs, bytesPerSecond } = this.patience;
    const pace = new Pace({ patienceMs: chunkMs, bytesPerSecond }, onTooSlow);
    try {
      if (answer.statusCode !== 200) return answer.statusCode;
      await take(answer.body, unpackerFor(answer.headers['content-encoding']), atPace(taker, pace), signal);
      return answer.statusCode;
    } finally {
      pace.stop();
      answer.body.destroy();
    }
  }
}

/** Thrown inside a pipeline to end it early; never seen outside. */
class EnoughError extends Error {}

/** What the taker itself threw, on its way through the pipeline: none of PeopleHR's doing. */
class TakerError extends Error {}

/**
 * Hands over the body, unpacked, until it ends or is enough. The pipeline owns its streams' errors and ends them all
 * together. @throws if the body breaks off, or is not packed as it says
 */
async function take(
  body: Readable,
  unpacker: Unpacker | undefined,
  taker: AnswerTaker,
  signal: AbortSignal,
): Promise<void> {
  let packedBytes = 0;
  const hand = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) if (!(await taken(taker, chunk))) throw new EnoughError();
    // An unpacker ends at the end of what is packed and takes no more: whatever came behind it is no part of an answer.
    if (unpacker && unpacker.bytesWritten !== packedBytes) throw new Error('something behind the packed answer');
  };
  const count = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      packedBytes += chunk.length;
      yield chunk;
    }
  };
  unpacker?.on('error', () => undefined);
  try {
    if (unpacker) await pipeline(body, count, unpacker, hand, { signal });
    else await pipeline(body, hand, { signal });
  } catch (error) {
    if (!(error instanceof EnoughError)) throw error;
  }
}

/** The taker, whose own time is not PeopleHR's. */
const atPace = (taker: AnswerTaker, pace: Pace): AnswerTaker => ({
  take: async (chunk) => {
    pace.came(chunk.length);
    try {
      return await taker.take(chunk);
    } finally {
      pace.waits();
    }
  },
});

async function taken(taker: AnswerTaker, chunk: Buffer): Promise<boolean> {
  try {
    return await taker.take(chunk);
  } catch (error) {
    throw new TakerError('the taker failed', { cause: error });
  }
}

/** A short word for support; a library's message may hold an address, its code does not. */
function saidBy(error: unknown): string {
  if (error instanceof UnknownPackingError) return error.message;
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && /^[A-Z_0-9]{3,40}$/.test(code) ? `no answer (${code})` : 'no answer';
}
