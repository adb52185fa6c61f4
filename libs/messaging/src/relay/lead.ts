import type { Tracer } from '@opentelemetry/api';
import { withPosition } from '@people-sync/contracts';
import type { MessagingHealth } from '../messaging-health';
import { publishing } from '../tracing/publishing';
import { type EventTransport, placeOf, type Published } from '../transport/event-transport';
import { type HeldStream, HeldStreams } from './held-streams';
import type { LoggedRow, RelayConnection, StreamStand } from './relay.repository';
import { checkTimeline } from './timeline';

/** One relay's time as the leader: rounds over all healthy streams, and tries of those that are held, beside them. */
export class Lead {
  private readonly held = new HeldStreams();
  private readonly checked = new Set<string>();
  private readonly trials = new Map<string, Promise<void>>();

  constructor(
    private readonly connection: RelayConnection,
    private readonly transport: EventTransport,
    private readonly health: MessagingHealth,
    /** Called when a trial has ended. */
    private readonly onTried: () => void,
    private readonly tracer?: Tracer,
  ) {}

  /** Milliseconds until a held stream is tried again. */
  get untilDue(): number {
    return this.trials.size > 0 ? Infinity : this.held.untilDue(Date.now());
  }

  /** Before the first round. @throws as checkTimeline */
  async begin(): Promise<void> {
    await this.check(await this.connection.streams());
  }

  /** Publishes the next rows of the healthy streams; false if there were none. */
  async round(): Promise<boolean> {
    const { connection, held, health } = this;
    for (const stream of held.due(Date.now())) this.tryAlone(stream);
    const rows = await connection.next(held.all);
    if (rows.length > 0) {
      await this.checkNew(rows);
      await this.publish(rows);
    }
    health.relayHeld(held.errors);
    return rows.length > 0;
  }

  /** Streams that have their first event since this lead began. */
  private async checkNew(rows: readonly LoggedRow[]): Promise<void> {
    const fresh = new Set(rows.map(placeOf).filter((place) => !this.checked.has(place)));
    if (fresh.size === 0) return;
    const streams = await this.connection.streams();
    await this.check(streams.filter((stream) => fresh.has(placeOf(stream))));
  }

  private async check(streams: readonly StreamStand[]): Promise<void> {
    await checkTimeline(streams, this.connection, this.transport);
    for (const stream of streams) this.checked.add(placeOf(stream));
  }

  /** Waits for trials that run. */
  async end(): Promise<void> {
    await Promise.all(this.trials.values());
  }

  private async publish(rows: readonly LoggedRow[]): Promise<void> {
    let offsets: Published;
    try {
      offsets = await publishing(this.tracer, rows.map(recordOf), (all) => this.transport.publish(all));
    } catch (error) {
      await this.publishEach(rows, error);
      return;
    }
    await this.connection.moveCursors(rows, offsets);
    this.health.relayed(rows.length);
  }

  /** After a refusal: each stream by itself, so that the cursors of those whose partition takes them move. */
  private async publishEach(rows: readonly LoggedRow[], refusal: unknown): Promise<void> {
    const streams = byStream(rows);
    if (streams.length === 1) this.held.refuse(rows, refusal, Date.now());
    else await Promise.all(streams.map((own) => this.publishAlone(own)));
  }

  private tryAlone(stream: HeldStream): void {
    const place = placeOf(stream);
    if (this.trials.has(place)) return;
    const trial = this.connection
      .nextOf(stream, stream.limit)
      .then(async (rows) => {
        if (rows.length === 0 || (await this.publishAlone(rows))) this.held.took(stream, rows);
      })
      // The connection is lost: the next round says so.
      .catch(() => undefined)
      .finally(() => {
        this.trials.delete(place);
        this.onTried();
      });
    this.trials.set(place, trial);
  }

  /** True if the rows, all of one stream, were taken; otherwise the stream is held. */
  private async publishAlone(rows: readonly LoggedRow[]): Promise<boolean> {
    let offsets: Published;
    try {
      offsets = await publishing(this.tracer, rows.map(recordOf), (all) => this.transport.publish(all, true));
    } catch (error) {
      this.held.refuse(rows, error, Date.now());
      return false;
    }
    await this.connection.moveCursors(rows, offsets);
    this.health.relayed(rows.length);
    return true;
  }
}

const recordOf = ({ topic, partition, key, value, epoch, position }: LoggedRow) => ({
  topic,
  partition,
  records: [{ key, value: withPosition(value, epoch, Number(position)) }],
});

function byStream(rows: readonly LoggedRow[]): LoggedRow[][] {
  const streams = new Map<string, LoggedRow[]>();
  for (const row of rows) {
    const own = streams.get(placeOf(row));
    if (own) own.push(row);
    else streams.set(placeOf(row), [row]);
  }
  return [...streams.values()];
}
