import { Logger } from '@nestjs/common';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import {
  PlaceAheadError,
  PlaceBehindError,
  RecordsGoneError,
  StreamStoppedError,
  TopicRecreatedError,
} from '../consumer/stream-errors';
import { defaultBackoff, HANDLER_TIMEOUT_MS, type MessagingOptions } from '../messaging.options';
import type { MessagingHealth } from '../messaging-health';
import { endProcess } from '../end-process';
import { endsWithin } from './within';
import { BatchContext, type BatchOrigin, EVENT_BATCHES, type RawRecord } from './batch';

/**
 * How a batch ended: taken, or to be tried again after a pause (undefined: never in this process), if need be from
 * another offset.
 */
export type BatchResult =
  { readonly done: true } | { readonly done: false; readonly delayMs: number | undefined; readonly readFrom?: number };

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
  /** Where partitions were last read again from, until a batch of theirs is taken. */
  private readonly readAgainFrom = new Map<string, number>();
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
    this.health.batchBegins(origin.topic, origin.partition);
    const stall = setTimeout(
      () => this.fatal(new Error(`the handler of ${slot} at ${first} hangs`)),
      this.settings.handlerTimeoutMs ?? HANDLER_TIMEOUT_MS,
    );
    const work = this.call(origin.topic, records, context);
    this.running.add(work);
    try {
      await work;
      this.health.left(origin.topic, origin.partition);
      this.attempts.delete(slot);
      this.readAgainFrom.delete(slot);
      return { done: true };
    } catch (error) {
      if (error instanceof StreamStoppedError) return this.stopAt(error);
      if (error instanceof PlaceBehindError) {
        this.health.left(origin.topic, origin.partition);
        return this.readAgain(slot, error, origin);
      }
      if (error instanceof PlaceAheadError) {
        const end = await this.endOf(origin.topic, origin.partition).catch(() => undefined);
        if (end !== undefined && error.stored > end)
          return this.stopAt(new TopicRecreatedError(origin.topic, origin.partition, error.stored, end));
      }
      const delayMs = (this.settings.backoffMs ?? defaultBackoff)(attempt);
      this.health.batchFailed(origin.topic, origin.partition, error);
      // Another process has the partition by now.
      if (!live()) this.health.left(origin.topic, origin.partition);
      const said = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
      const place = { topic: origin.topic, partition: origin.partition, offset: first, attempt };
      this.logger.warn(`${slot} at ${first}, attempt ${attempt} failed, again in ${delayMs} ms: ${said}`, place);
      return { done: false, delayMs };
    } finally {
      clearTimeout(stall);
      this.running.delete(work);
    }
  }

  /** The offset that the next record of the partition gets, as of now. */
  protected abstract endOf(topic: string, partition: number): Promise<number>;

  private stopAt(error: StreamStoppedError): BatchResult {
    this.fatal(error);
    return { done: false, delayMs: undefined };
  }

  /** From the stored place; what is gone even then was lost before it was read. */
  private readAgain(
    slot: string,
    { stored, got }: PlaceBehindError,
    { topic, partition }: Pick<BatchOrigin, 'topic' | 'partition'>,
  ): BatchResult {
    if (this.readAgainFrom.get(slot) === stored)
      return this.stopAt(new RecordsGoneError(topic, partition, stored, got));
    this.readAgainFrom.set(slot, stored);
    this.logger.warn(`${slot} is read again from ${stored}: its place moved back`);
    return { done: false, delayMs: 0, readFrom: stored };
  }

  /** Forget attempts: another member may have worked on these partitions meanwhile. */
  protected forgetAttempts(): void {
    this.attempts.clear();
    this.health.sharedOut();
  }

  /** Lets the running handlers, and what leads to them, finish; a handler that takes too long comes again elsewhere. */
  protected async drain(...more: readonly Promise<unknown>[]): Promise<void> {
    if (await endsWithin(Promise.allSettled([...this.running, ...more]), DRAIN_MS)) return;
    this.logger.error('a batch did not finish in time: it will come again');
  }

  protected fatal(error: Error): void {
    endProcess(error, this.settings, this.health);
  }

  private async call(topic: string, records: readonly RawRecord[], context: BatchContext): Promise<void> {
    const handler = this.getHandlerByPattern(topic);
    if (!handler) throw new Error(`no handler for ${topic}`);
    const result: unknown = await handler(records, context);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }
}
