import { setTimeout as wait } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { RecordsGoneError, TopicRecreatedError } from '../consumer/stream-errors';
import type { MessagingOptions } from '../messaging.options';
import type { MessagingHealth } from '../messaging-health';
import type { RawRecord } from '../stream/batch';
import { BatchServer } from '../stream/batch-server';
import { endsWithin } from '../stream/within';
import { placeOf } from '../transport/event-transport';
import { CrashTally, isOfBrokers } from './crash-tally';
import { topicEnds } from './topic-ends';
import { checkTopicsOf } from './topics';

const HEARTBEAT_MS = 1000;
const GOODBYE_MS = 3000;
const PLACE_RETRY_MS = 1000;
const REFUSED_RETRY_MS = 500;

/** Reads a group's stored next offsets of one topic. */
export type StoredOffsets = (topic: string) => Promise<ReadonlyMap<number, number>>;

/**
 * Nest's handlers on whole kafkajs batches. The place is the one stored in Postgres: after an assignment the first
 * batch of a partition is compared with it, and read again from there if it differs. Kafka's committed offset only
 * serves lag figures.
 */
export class KafkaBatchServer extends BatchServer {
  private readonly kafka: Kafka;
  private consumer: Consumer | undefined;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** Partitions whose place was compared since the last assignment. */
  private readonly placed = new Set<string>();
  private readonly crashes = new CrashTally();

  constructor(
    settings: MessagingOptions,
    health: MessagingHealth,
    client: (onTopicAway: () => void) => Kafka,
    private readonly stored: StoredOffsets,
    private readonly prefix: string,
  ) {
    super(settings, health);
    // A topic that was away may come back as another one: every place is compared again.
    this.kafka = client(() => this.placed.clear());
  }

  override listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback);
  }

  /** Own batches get their time to finish; leaving the group politely gets 3 s more (it hangs while the broker is away). */
  override async close(): Promise<void> {
    this.closing = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    const leave = this.consumer?.disconnect().catch(() => undefined) ?? Promise.resolve();
    await this.drain();
    if (!(await endsWithin(leave, GOODBYE_MS)))
      this.logger.warn('the broker does not answer: leaving without good-bye');
  }

  private async start(): Promise<void> {
    const topics = this.topics();
    await this.whileRefused(async () => {
      await checkTopicsOf(this.kafka, topics, this.prefix);
      await this.checkPlaces(topics);
    });
    if (this.closing) return;
    const consumer = this.kafka.consumer({
      groupId: `${this.prefix}${this.settings.groupId}`,
      sessionTimeout: 10_000,
      heartbeatInterval: HEARTBEAT_MS,
      minBytes: 1,
      maxWaitTimeInMs: 500,
      maxBytesPerPartition: 1_048_576,
      allowAutoTopicCreation: false,
    });
    this.consumer = consumer;
    consumer.on(consumer.events.CRASH, ({ payload }) => this.crashed(payload.error, payload.restart));
    consumer.on(consumer.events.GROUP_JOIN, () => {
      this.crashes.joined();
      this.placed.clear();
      this.forgetAttempts();
    });
    await consumer.connect();
    await consumer.subscribe({ topics: topics.map((topic) => `${this.prefix}${topic}`), fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.settings.concurrency ?? 3,
      eachBatch: (payload) => this.eachBatch(payload),
    });
  }

  /**
   * Asks brokers again while they have no leader for a partition: they come back, or have just made the topic. kafkajs does
   * not try that again, and a process that ended would only have to ask again.
   */
  private async whileRefused(ask: () => Promise<void>): Promise<void> {
    while (!this.closing) {
      try {
        await ask();
        return;
      } catch (error) {
        if (!isOfBrokers(error) || this.crashes.isTooMuch(error, Date.now())) throw error;
        this.logger.warn(`the brokers refuse, asked again soon: ${error instanceof Error ? error.message : ''}`);
        await wait(REFUSED_RETRY_MS);
      }
    }
  }

  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { partition } = batch;
    const topic = batch.topic.slice(this.prefix.length);
    const live = (): boolean => payload.isRunning() && !payload.isStale();
    if (!live() || this.closing || batch.messages.length === 0) return;
    if (!(await this.inPlace(payload, topic))) return;

    const records = batch.messages.map((message): RawRecord => ({
      offset: Number(message.offset),
      key: message.key?.toString() ?? null,
      value: message.value,
    }));
    // A heartbeat that throws means a rebalance: finish, and kafkajs rejoins after us.
    const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), HEARTBEAT_MS);
    const result = await this.deliver(records, { topic, partition, highWatermark: Number(batch.highWatermark) }, live);
    clearInterval(beat);
    if (!result.done) {
      if (result.readFrom !== undefined) this.readFrom(payload, result.readFrom);
      else this.hold(payload, result.delayMs);
      return;
    }
    payload.resolveOffset(batch.lastOffset());
    // The payload's commit works while stopping; the consumer's own is skipped in silence then.
    await payload.commitOffsetsIfNecessary({
      topics: [{ topic: batch.topic, partitions: [{ partition, offset: String(Number(batch.lastOffset()) + 1) }] }],
    });
  }

  /** False if the batch is not what comes next: the partition is read from its stored place first, or held. */
  private async inPlace(payload: EachBatchPayload, topic: string): Promise<boolean> {
    const { partition, highWatermark, messages } = payload.batch;
    const slot = `${topic}/${partition}`;
    if (this.placed.has(slot)) return true;
    let stored: number;
    try {
      stored = (await this.stored(topic)).get(partition) ?? 0;
    } catch (error) {
      this.logger.warn(
        `the place of ${slot} cannot be read: ${error instanceof Error ? error.message : 'unknown error'}`,
      );
      this.hold(payload, PLACE_RETRY_MS);
      return false;
    }
    this.placed.add(slot);
    // One record earlier, which shows whether the topic is the one that was read.
    const from = Math.max(0, stored - 1);
    // What lies ahead of the log's end, or before its beginning, is told when the batch is taken.
    if (Number(messages[0]?.offset) === from || stored > Number(highWatermark)) return true;
    this.readFrom(payload, from);
    return false;
  }

  private readFrom({ batch }: EachBatchPayload, offset: number): void {
    this.consumer?.seek({ topic: batch.topic, partition: batch.partition, offset: String(offset) });
  }

  protected override async endOf(topic: string, partition: number): Promise<number> {
    const ends = await topicEnds(this.kafka, [topic], this.prefix);
    return ends.get(placeOf({ topic, partition }))?.next ?? 0;
  }

  /**
   * The places are read first: other members go on reading meanwhile, and only an older place cannot be past the end.
   * @throws TopicRecreatedError, RecordsGoneError before the first batch, which a topic without records would never bring.
   */
  private async checkPlaces(topics: readonly string[]): Promise<void> {
    const places = await Promise.all(topics.map(async (topic) => ({ topic, stored: await this.stored(topic) })));
    const ends = await topicEnds(this.kafka, topics, this.prefix);
    for (const { topic, stored: byPartition } of places) {
      for (const [partition, stored] of byPartition) {
        const end = ends.get(placeOf({ topic, partition }));
        if (!end) continue;
        if (stored > end.next) throw new TopicRecreatedError(topic, partition, stored, end.next);
        if (stored > 0 && stored < end.first) throw new RecordsGoneError(topic, partition, stored, end.first);
      }
    }
  }

  /** Never skip: this partition only waits, and comes back to the same offset. */
  private hold(payload: EachBatchPayload, delayMs: number | undefined): void {
    const slot = `${payload.batch.topic}/${payload.batch.partition}`;
    const resume = payload.pause();
    clearTimeout(this.timers.get(slot));
    if (this.closing || delayMs === undefined) return;
    this.timers.set(
      slot,
      setTimeout(() => {
        this.timers.delete(slot);
        resume();
      }, delayMs),
    );
  }

  private crashed(error: Error, restart: boolean): void {
    const isLast = !restart || this.crashes.isTooMuch(error, Date.now());
    this.logger[isLast ? 'error' : 'warn'](`the consumer crashed (restart: ${restart}): ${error.message}`);
    if (!this.closing && isLast) this.fatal(error);
  }
}
