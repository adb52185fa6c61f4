import { Logger } from '@nestjs/common';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { StreamStoppedError } from '../consumer/stream-errors';
import { defaultBackoff, HANDLER_TIMEOUT_MS, type MessagingOptions } from '../messaging.options';
import type { MessagingHealth } from '../messaging-health';
import { endsWithin } from './within';
import { BatchContext, type BatchOrigin, EVENT_BATCHES, type RawRecord } from './batch';

/** How a batch ended: taken, or to be tried again after a pause (undefined: never in this process). */
export type BatchResult = { readonly done: true } | { readonly done: false; readonly delayMs: number | undefined };

/** A stop waits this long for running handlers. */
const DRAIN_MS = 25_000;

/**
 * What both strategies share: Nest's handlers by topic, the attempt count, the pause after a failure, the watchdog for
 * a handler that hangs (heartbeats would hide it), and the end of the process when consuming cannot go on.
 */
export abstract class BatchServer extends Server implements CustomTransportStrategy {
  protected override readonly logger: Logger = new Logger(BatchServer.name);
  protected closing = false;
  private readonly attempts = new Map<string, { offset: number; count: number }>();
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    protected readonly settings: MessagingOptions,
    protected readonly health: MessagingHealth,
  ) {
    super();
    this.transportId = EVENT_BATCHES;
  }

  abstract override listen(callback: (error?: unknown) => void): unknown;
  abstract override close(): Promise<void>;

  override on(): never {
    throw new Error('the batch strategies have no events to listen to');
  }

  override unwrap(): never {
    throw new Error('the batch strategies hide their client');
  }

  /** The topics that handlers are bound to. */
  protected topics(): string[] {
    const topics: string[] = [];
    for (const [pattern, handler] of this.messageHandlers) {
      if (handler.isEventHandler !== true || handler.next)
        throw new Error(`one @EventBatch handler for ${pattern}, please`);
      topics.push(pattern);
    }
    if (topics.length === 0) throw new Error('no @EventBatch handler is bound to this service');
    return topics;
  }

  /** Runs the topic's handler on a batch; never rejects. */
  protected async deliver(
    records: readonly RawRecord[],
    origin: Omit<BatchOrigin, 'attempt' | 'live'>,
    live: () => boolean,
  ): Promise<BatchResult> {
    const slot = `${origin.topic}/${origin.partition}`;
    const first = records[0]?.offset ?? 0;
    const seen = this.attempts.get(slot);
    const attempt = seen?.offset === first ? seen.count + 1 : 1;
    this.attempts.set(slot, { offset: first, count: attempt });
    const context = new BatchContext([{ ...origin, attempt, live }]);
    const stall = setTimeout(
      () => this.fatal(new Error(`the handler of ${slot} at ${first} hangs`)),
      this.settings.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
    );
    const work = this.call(origin.topic, records, context);
    this.running.add(work);
    try {
      await work;
      this.attempts.delete(slot);
      return { done: true };
    } catch (error) {
      if (error instanceof StreamStoppedError) {
        this.fatal(error);
        return { done: false, delayMs: undefined };
      }
      const delayMs = (this.settings.backoffMs ?? defaultBackoff)(attempt);
      this.health.batchFailed(origin.topic, origin.partition, error);
      const said = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
      this.logger.warn(`${slot} at ${first}, attempt ${attempt} failed, again in ${delayMs} ms: ${said}`);
      return { done: false, delayMs };
    } finally {
      clearTimeout(stall);
      this.running.delete(work);
    }
  }

  /** Forget attempts: another member may have worked on these partitions meanwhile. */
  protected forgetAttempts(): void {
    this.attempts.clear();
  }

  /** Lets the running handlers, and what leads to them, finish; a handler that takes too long comes again elsewhere. */
  protected async drain(...more: readonly Promise<unknown>[]): Promise<void> {
    if (await endsWithin(Promise.allSettled([...this.running, ...more]), DRAIN_MS)) return;
    this.logger.error('a batch did not finish in time: it will come again');
  }

  protected fatal(error: Error): void {
    this.health.fatal(error);
    if (this.settings.onFatal) {
      this.settings.onFatal(error);
      return;
    }
    this.logger.error(`consuming cannot go on: ${error.message}`);
    // Another process, started by the supervisor, takes over from the stored place.
    setImmediate(() => {
      throw error;
    });
  }

  private async call(topic: string, records: readonly RawRecord[], context: BatchContext): Promise<void> {
    const handler = this.getHandlerByPattern(topic);
    if (!handler) throw new Error(`no handler for ${topic}`);
    const result: unknown = await handler(records, context);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }
}
