import { setTimeout as wait } from 'node:timers/promises';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { Agent, request } from 'undici';

/** The collector said no. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
  constructor(readonly code: number) {
    super(`the collector answers ${code}`);
  }
}

/** Answers after which the same may be sent again (OTLP 1, "Failures"). */
const AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const ANSWER_MS = 5_000;
const PAUSE_MS = 1_000;

/** Sends spans by OTLP over HTTP, in JSON: to this address alone, with these headers alone. */
export class OtlpExporter implements SpanExporter {
  private readonly agent = new Agent({ connect: { timeout: ANSWER_MS }, connections: 2 });
  private readonly stop = new AbortController();
  private readonly address: string;
  private readonly headers: Readonly<Record<string, string>>;

  /** @param patienceMs how long the same spans are offered */
  constructor(
    endpoint: string,
    headers: Readonly<Record<string, string>>,
    private readonly patienceMs: number,
  ) {
    this.address = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
    this.headers = { ...headers, 'content-type': 'application/json' };
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const body = Buffer.from(JsonTraceSerializer.serializeRequest(spans) ?? []);
    this.offer(body).then(
      () => done({ code: ExportResultCode.SUCCESS }),
      (error: unknown) =>
        done({ code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error('unknown error') }),
    );
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** What is on its way is given up. */
  async shutdown(): Promise<void> {
    this.stop.abort();
    await this.agent.destroy();
  }

  private async offer(body: Buffer): Promise<void> {
    const until = Date.now() + this.patienceMs;
    for (;;) {
      try {
        await this.send(body);
        return;
      } catch (error) {
        const isFinal = error instanceof RefusedError && !AGAIN.has(error.code);
        if (isFinal || Date.now() + PAUSE_MS > until || this.stop.signal.aborted) throw error;
        await wait(PAUSE_MS, undefined, { signal: this.stop.signal, ref: false });
      }
    }
  }

  private async send(body: Buffer): Promise<void> {
    const answer = await request(this.address, {
      method: 'POST',
      dispatcher: this.agent,
      signal: this.stop.signal,
      headersTimeout: ANSWER_MS,
      bodyTimeout: ANSWER_MS,
      headers: this.headers,
      body,
    });
    await answer.body.dump();
    if (answer.statusCode >= 300) throw new RefusedError(answer.statusCode);
  }
}
