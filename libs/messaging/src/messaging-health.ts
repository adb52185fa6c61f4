import { Injectable } from '@nestjs/common';

/** What readiness and metrics want to know of this service's part in the bus. */
@Injectable()
export class MessagingHealth {
  /** Events published by the relay. */
  published = 0;
  /** Records taken by handlers, skipped ones included. */
  consumed = 0;
  /** Batches that failed and were tried again. */
  retries = 0;
  /** Tenants parked since the start. */
  parked = 0;
  private readonly lags = new Map<string, number>();
  private relayError: string | undefined;
  private fatalError: string | undefined;

  /** Undefined if all is well; else the sentence. */
  get problem(): string | undefined {
    return this.fatalError ?? this.relayError;
  }

  /** Records behind the end of each partition, by `topic/partition`, as of the last batch. */
  get lag(): ReadonlyMap<string, number> {
    return this.lags;
  }

  /** The relay published `count` events (0: nothing was waiting). */
  relayed(count: number): void {
    this.published += count;
    this.relayError = undefined;
  }

  /** The relay cannot publish just now; it tries again. */
  relayFailed(error: unknown): void {
    this.relayError = `events are not published: ${error instanceof Error ? error.message : 'unknown error'}`;
  }

  /** A batch was handled up to `nextOffset`. */
  batchDone(topic: string, partition: number, records: number, nextOffset: number, highWatermark: number): void {
    this.consumed += records;
    this.lags.set(`${topic}/${partition}`, Math.max(0, highWatermark - nextOffset));
  }

  /** Consuming cannot go on. */
  fatal(error: Error): void {
    this.fatalError = error.message;
  }
}
