import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { ServiceLogger } from '../logging/service-logger';

/** Sends spans, and says once when the collector does not take them any more, and once when it does again. */
export class QuietExporter implements SpanExporter {
  private isAway = false;
  private lost = 0;

  constructor(
    private readonly to: SpanExporter,
    private readonly logger: ServiceLogger,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.to.export(spans, (result) => {
      this.note(result, spans.length);
      // Whoever waits for it would only print what is said here.
      done({ code: ExportResultCode.SUCCESS });
    });
  }

  async forceFlush(): Promise<void> {
    await this.to.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.to.shutdown();
  }

  private note({ code, error }: ExportResult, spans: number): void {
    if (code === ExportResultCode.SUCCESS) {
      if (this.isAway) this.logger.log('the collector takes traces again', { lostSpans: this.lost }, 'Tracing');
      this.isAway = false;
      this.lost = 0;
      return;
    }
    this.lost += spans;
    if (this.isAway) return;
    this.isAway = true;
    this.logger.warn('the collector takes no traces: they are lost until it does', { code: codeOf(error) }, 'Tracing');
  }
}

/** A library's message may hold the address with its password; a code does not. */
function codeOf(error: unknown): string | number | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' || typeof code === 'number' ? code : undefined;
}
