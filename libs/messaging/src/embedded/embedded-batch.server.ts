import { setTimeout as wait } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { livelyConnection } from '../storage/connection-settings';
import { RecordsGoneError, StreamStoppedError, TopicRecreatedError } from '../consumer/stream-errors';
import type { MessagingOptions } from '../messaging.options';
import type { MessagingHealth } from '../messaging-health';
import type { RawRecord } from '../stream/batch';
import { BatchServer } from '../stream/batch-server';
import { WakeUp } from '../stream/wake-up';
import { TopicsError } from '../transport/topics-error';
import { BUS_CHANNEL } from './bus';

/** Reads a group's stored next offsets of one topic. */
type StoredOffsets = (topic: string) => Promise<ReadonlyMap<number, number>>;

interface BusRow {
  readonly record_offset: string;
  readonly key: string;
  readonly value: string;
}

interface Slot {
  readonly topic: string;
  readonly partition: number;
  /** The place at the start. */
  readonly stored: number;
  offset: number;
  busy: boolean;
  heldUntil: number;
}

/** Records a batch, and their bytes; the first one always comes. */
const BATCH = 1000;
const BATCH_BYTES = 1_048_576;
/** A fallback for a lost wake-up. */
const IDLE_MS = 1000;
const RECONNECT_MS = 500;

/**
 * Nest's handlers on batches of the embedded log. Every member reads every partition from its stored place; the lock
 * on the progress row makes two members take turns, and the second passes over what the first has done.
 */
export class EmbeddedBatchServer extends BatchServer {
  private slots: Slot[] = [];
  private listener: Client | undefined;
  private loop: Promise<void> | undefined;
  private readonly works = new Set<Promise<void>>();
  private readonly wakeUp = new WakeUp();

  constructor(
    settings: MessagingOptions,
    health: MessagingHealth,
    private readonly pool: Pool,
    private readonly stored: StoredOffsets,
  ) {
    super(settings, health);
    // An idle connection that is lost is replaced; without a listener it would end the process.
    pool.on('error', () => undefined);
  }

  override listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback);
  }

  override async close(): Promise<void> {
    this.closing = true;
    this.wakeUp.rouse();
    await this.loop;
    await this.drain(Promise.all(this.works));
    await this.listener?.end().catch(() => undefined);
    await this.pool.end();
  }

  private async start(): Promise<void> {
    const topics = this.topics();
    // Before the ends: other members go on reading meanwhile, and only an older place cannot be past the end.
    const places = new Map(await Promise.all(topics.map(async (topic) => [topic, await this.stored(topic)] as const)));
    const { rows } = await this.pool.query<{ topic: string; partition: number; next_offset: string }>(
      'SELECT topic, partition, next_offset FROM bus_stream WHERE topic = ANY($1) ORDER BY topic, partition',
      [topics],
    );
    const unknown = topics.filter((topic) => !rows.some((row) => row.topic === topic));
    if (unknown.length > 0)
      throw new TopicsError(
        `the embedded log has no topic ${unknown.join(', ')}: provision it before the services start`,
      );
    this.slots = rows.map(({ topic, partition, next_offset: end }) => {
      const offset = places.get(topic)?.get(partition) ?? 0;
      if (offset > Number(end)) throw new TopicRecreatedError(topic, partition, offset, Number(end));
      // One record earlier, which shows whether the log is the one that was read.
      return { topic, partition, stored: offset, offset: Math.max(0, offset - 1), busy: false, heldUntil: 0 };
    });
    await this.listenForPublishes();
    this.loop = this.run();
  }

  /** A wake-up connection that comes back by itself; while it is away the poll finds new records. */
  private async listenForPublishes(): Promise<void> {
    const client = new Client({
      ...livelyConnection,
      connectionString: this.pool.options.connectionString,
      application_name: `${this.settings.service}-bus`,
    });
    client.on('notification', () => this.wakeUp.rouse());
    client.on('error', () => undefined);
    client.once('end', () => void this.listenAgain());
    await client.connect();
    await client.query(`LISTEN ${BUS_CHANNEL}`);
    this.listener = client;
    if (this.closing) await client.end();
  }

  private async listenAgain(): Promise<void> {
    if (this.closing) return;
    await wait(RECONNECT_MS, undefined, { ref: false });
    // A connection that cannot be made ends too, and so comes here again.
    await this.listenForPublishes().catch(() => undefined);
  }

  private async run(): Promise<void> {
    while (!this.closing) {
      this.wakeUp.reset();
      let started = 0;
      try {
        started = await this.startBatches();
      } catch (error) {
        this.logger.warn(
          `the embedded log cannot be read, again soon: ${error instanceof Error ? error.message : 'unknown error'}`,
        );
      }
      if (started === 0) await this.wakeUp.sleep(IDLE_MS);
    }
  }

  /** Starts a batch for every partition that has something new and a free hand; tells how many. */
  private async startBatches(): Promise<number> {
    const now = Date.now();
    const room = (this.settings.concurrency ?? 3) - this.slots.filter((slot) => slot.busy).length;
    const free = this.slots.filter((slot) => !slot.busy && slot.heldUntil <= now);
    if (room <= 0 || free.length === 0) return 0;
    const { rows } = await this.pool.query<{ topic: string; partition: number; next_offset: string }>(
      `SELECT s.topic, s.partition, s.next_offset FROM bus_stream s
       JOIN unnest($1::text[], $2::int[], $3::bigint[]) AS f(topic, partition, place) USING (topic, partition)
       WHERE s.next_offset <> f.place ORDER BY s.next_offset < f.place DESC, random() LIMIT $4`,
      [free.map((s) => s.topic), free.map((s) => s.partition), free.map((s) => s.offset), room],
    );
    for (const row of rows) {
      const slot = free.find((s) => s.topic === row.topic && s.partition === row.partition);
      if (slot === undefined) continue;
      if (Number(row.next_offset) < slot.offset) {
        this.fatal(new TopicRecreatedError(slot.topic, slot.partition, slot.offset, Number(row.next_offset)));
        slot.heldUntil = Infinity;
        continue;
      }
      const work = this.work(slot, Number(row.next_offset));
      this.works.add(work);
      void work.finally(() => this.works.delete(work));
    }
    return rows.length;
  }

  private async work(slot: Slot, highWatermark: number): Promise<void> {
    slot.busy = true;
    try {
      const { rows } = await this.pool.query<BusRow>(
        `SELECT record_offset, key, value FROM (
           SELECT record_offset, key, value,
                  sum(octet_length(value)) OVER (ORDER BY record_offset) - octet_length(value) AS bytes_before
           FROM bus_record WHERE topic = $1 AND partition = $2 AND record_offset >= $3
           ORDER BY record_offset LIMIT ${BATCH}
         ) r WHERE bytes_before < ${BATCH_BYTES} ORDER BY record_offset`,
        [slot.topic, slot.partition, slot.offset],
      );
      const records = rows.map((row): RawRecord => ({
        offset: Number(row.record_offset),
        key: row.key,
        value: Buffer.from(row.value),
      }));
      const last = records.at(-1);
      if (!last) {
        // Retention may take what was read, and, of a partition that was never read, everything.
        const isRead = slot.offset < slot.stored || slot.stored === 0;
        if (!isRead) throw new RecordsGoneError(slot.topic, slot.partition, slot.offset, highWatermark);
        slot.offset = slot.stored === 0 ? highWatermark : slot.stored;
        return;
      }
      if (this.closing) return;
      const { topic, partition } = slot;
      const result = await this.deliver(records, { topic, partition, highWatermark }, () => !this.closing);
      if (result.done) slot.offset = last.offset + 1;
      else if (result.readFrom !== undefined) slot.offset = result.readFrom;
      else this.hold(slot, result.delayMs);
    } catch (error) {
      if (error instanceof StreamStoppedError) this.fatal(error);
      this.hold(slot, error instanceof StreamStoppedError ? undefined : RECONNECT_MS);
    } finally {
      slot.busy = false;
      this.wakeUp.rouse();
    }
  }

  protected override async endOf(topic: string, partition: number): Promise<number> {
    const { rows } = await this.pool.query<{ next_offset: string }>(
      'SELECT next_offset FROM bus_stream WHERE topic = $1 AND partition = $2',
      [topic, partition],
    );
    return Number(rows[0]?.next_offset ?? 0);
  }

  private hold(slot: Slot, ms: number | undefined): void {
    slot.heldUntil = ms === undefined ? Infinity : Date.now() + ms;
    if (ms !== undefined) setTimeout(() => this.wakeUp.rouse(), ms + 1).unref();
  }
}
