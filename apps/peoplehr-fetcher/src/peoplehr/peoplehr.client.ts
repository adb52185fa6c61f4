import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { classifyEnvelope, companyIn, peopleHrEnvelope, peopleHrUserAgent } from '@people-sync/platform';
import { Agent, request } from 'undici';
import { FetcherConfig } from '../fetcher.config';

/** No whole answer came: refused, reset, silent for too long, or packed wrongly. Worth trying again. */
export class PeopleHrUnavailableError extends Error {
  override readonly name = 'PeopleHrUnavailableError';
}

/** Who takes an answer's bytes. */
export interface AnswerTaker {
  /** The status line is there: PeopleHR has begun to answer. */
  onAnswer(): void;
  /** False: reading on is pointless. While the promise is pending PeopleHR is not asked for more. */
  take(chunk: Buffer): boolean | Promise<boolean>;
}

const MAX_COMPANY_BYTES = 64 * 1024;

/** Asks PeopleHR for a whole company. It knows HTTP only; what the bytes say is for `AnswerInProgress`. */
@Injectable()
export class PeopleHrClient implements OnApplicationShutdown {
  private readonly agent: Agent;
  private readonly userAgent = peopleHrUserAgent();

  constructor(private readonly config: FetcherConfig) {
    this.agent = new Agent({ connect: { timeout: 10_000 }, keepAliveTimeout: 1_000 });
  }

  /**
   * GetAllEmployeeDetail, leavers included; the body of an HTTP 200 goes to `taker` as it comes.
   * @returns the HTTP status, when the whole body was taken
   * @throws PeopleHrUnavailableError, or the signal's reason. The key is in no error.
   */
  readAll(apiKey: string, taker: AnswerTaker, signal: AbortSignal): Promise<number> {
    return this.post({ APIKey: apiKey, Action: 'GetAllEmployeeDetail', IncludeLeavers: true }, taker, signal);
  }

  /** The CompanyId behind the key (GetCompanyInformation); undefined if PeopleHR does not say. @throws as `readAll` */
  async companyOf(apiKey: string, signal: AbortSignal): Promise<string | undefined> {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      return size <= MAX_COMPANY_BYTES;
    };
    const taker = { onAnswer: () => undefined, take };
    const httpStatus = await this.post({ APIKey: apiKey, Action: 'GetCompanyInformation' }, taker, signal);
    const envelope = peopleHrEnvelope(httpStatus, Buffer.concat(chunks).toString('utf8'));
    return classifyEnvelope(envelope, 'object').ok ? companyIn(envelope.value)?.companyId : undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private async post(question: object, taker: AnswerTaker, signal: AbortSignal): Promise<number> {
    const deadline = AbortSignal.timeout(this.config.READ_TIMEOUT_MS);
    try {
      return await this.ask(question, taker, AbortSignal.any([signal, deadline]));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw new PeopleHrUnavailableError(deadline.aborted ? 'the answer took too long' : saidBy(error));
    }
  }

  private async ask(question: object, taker: AnswerTaker, signal: AbortSignal): Promise<number> {
    const { config, userAgent } = this;
    const { statusCode, headers, body } = await request(`${config.PEOPLEHR_BASE_URL.replace(/\/$/, '')}/Employee`, {
      method: 'POST',
      dispatcher: this.agent,
      signal,
      headersTimeout: config.FIRST_BYTE_TIMEOUT_MS,
      bodyTimeout: config.CHUNK_TIMEOUT_MS,
      headers: { 'content-type': 'application/json', accept: 'application/json', 'user-agent': userAgent },
      body: JSON.stringify(question),
    });
    taker.onAnswer();
    if (statusCode !== 200) {
      // What a front door or a proxy writes is not read; the connection is kept if it is short.
      await body.dump({ limit: 64 * 1024 }).catch(() => undefined);
      return statusCode;
    }
    const bytes = unpacked(body, String(headers['content-encoding'] ?? 'identity'));
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      if (!(await taker.take(chunk))) break;
    }
    return statusCode;
  }
}

/** PeopleHR is not asked to pack its answer, and may do so all the same (proxies do). */
function unpacked(body: Readable, encoding: string): Readable {
  switch (encoding.trim().toLowerCase()) {
    case 'identity':
    case '':
      return body;
    case 'gzip':
    case 'x-gzip':
      return pipeline(body, createGunzip(), () => undefined);
    case 'deflate':
      return pipeline(body, createInflate(), () => undefined);
    case 'br':
      return pipeline(body, createBrotliDecompress(), () => undefined);
    default:
      body.destroy();
      throw new Error('the answer is packed in an unknown way');
  }
}

/** A short word for support; a library's message may hold an address, its code does not. */
function saidBy(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && /^[A-Z_0-9]{3,40}$/.test(code) ? `no answer (${code})` : 'no answer';
}
