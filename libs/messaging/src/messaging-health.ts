import { Injectable } from '@nestjs/common';
import { PositionGapError } from './consumer/stream-errors';

/** A gap closes as soon as a relay publishes again, which it does within seconds. */
const GAP_PATIENCE_MS = 60_000;
const GAP_STAYS =
  'the log lost events in between, and this partition waits for them; stop every service and run provision --realign (docs/operations.md, Backups)';

/** Well above the relay's own patience with a connection: a standstill that nothing else has ended. */
const RELAY_SILENT_MS = 20_000;

const said = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error');

/** What readiness and metrics want to know of this service's part in the bus. */
@Injectable()
export class MessagingHealth {
  /** Events published by the relay. */
  published = 0;
  /** This process' relay leads: it is the one of all that publishes. */
  relayLeads = false;
  /** Streams that are not published because their partition refuses. */
  relayStreamsHeld = 0;
  /** Records taken by handlers, skipped ones included. */
  consumed = 0;
  /** Records that were passed over because they had been handled before. */
  passedOver = 0;
  /** Batches that failed and were tried again. */
  retries = 0;
  private readonly beganAt = new Map<string, number>();
  private readonly heldBy = new Map<string, string>();
  private readonly gaps = new Map<string, { readonly said: string; readonly since: number }>();
  private relayError: string | undefined;
  private relayHeardAt: number | undefined;
  private fatalError: string | undefined;

  /** Why this process should get no more work; undefined if there is no reason. */
  get problem(): string | undefined {
    if (this.fatalError !== undefined) return this.fatalError;
    const stuck = [...this.gaps.values()].find(({ since }) => Date.now() - since > GAP_PATIENCE_MS);
    if (stuck) return `${stuck.said}: ${GAP_STAYS}`;
    const silentMs = this.relayHeardAt === undefined ? 0 : Date.now() - this.relayHeardAt;
    if (silentMs < RELAY_SILENT_MS) return undefined;
    return `the relay has not heard from its database for ${Math.round(silentMs / 1000)} s: events wait`;
  }

  /**
   * Why events are not published just now; undefined if they are. They are safe in the event log and the relay tries
   * again, so a service that only waits for the broker still answers.
   */
  get relayProblem(): string | undefined {
    return this.relayError;
  }

  /**
   * How long each partition's batch has been at work, its tries that failed and the pauses between them included; by
   * `topic/partition`, in milliseconds. A partition without one is not in it.
   */
  get batchAges(): ReadonlyMap<string, number> {
    const now = Date.now();
    return new Map([...this.beganAt].map(([place, since]) => [place, now - since]));
  }

  /** Partitions whose last batch failed and comes again, by `topic/partition`, with the error. */
  get held(): ReadonlyMap<string, string> {
    return this.heldBy;
  }

  /** The database has answered the relay, whether it leads or waits for the lead. */
  relayLives(): void {
    this.relayHeardAt = Date.now();
  }

  /** The relay published `count` events. */
  relayed(count: number): void {
    this.published += count;
  }

  /** The relay cannot publish anything just now; it tries again. */
  relayFailed(error: unknown): void {
    this.relayError = `events are not published: ${said(error)}`;
  }

  /** A round of the relay went through, but for these streams, whose partitions refuse. */
  relayHeld(errors: readonly unknown[]): void {
    this.relayStreamsHeld = errors.length;
    this.relayError = errors.length === 0 ? undefined : `events are not published: ${said(errors[0])}`;
  }

  /** A batch is handed to its handler; if it failed before, it has been at work since its first try. */
  batchBegins(topic: string, partition: number): void {
    const place = `${topic}/${partition}`;
    if (!this.heldBy.has(place)) this.beganAt.set(place, Date.now());
  }

  /** A batch was handled. */
  batchDone(topic: string, partition: number, records: number): void {
    this.consumed += records;
    this.left(topic, partition);
  }

  /** A batch failed; its partition is held until it comes again. */
  batchFailed(topic: string, partition: number, error: unknown): void {
    this.retries += 1;
    const place = `${topic}/${partition}`;
    this.heldBy.set(place, said(error));
    if (!(error instanceof PositionGapError)) this.gaps.delete(place);
    else if (this.gaps.get(place)?.said !== error.message)
      this.gaps.set(place, { said: error.message, since: Date.now() });
  }

  /** The partition's batch is nothing that this process still has to do. */
  left(topic: string, partition: number): void {
    const place = `${topic}/${partition}`;
    for (const places of [this.beganAt, this.heldBy, this.gaps]) places.delete(place);
  }

  /** The partitions were shared out anew: what is held may be another process' now. What is at work here goes on. */
  sharedOut(): void {
    for (const place of this.heldBy.keys()) this.beganAt.delete(place);
    this.heldBy.clear();
    this.gaps.clear();
  }

  /** Consuming cannot go on. */
  fatal(error: Error): void {
    this.fatalError = error.message;
  }
}
