import { placeOf } from '../transport/event-transport';
import type { LoggedRow, StreamPlace } from './relay.repository';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** A stream whose partition refuses what it is given. */
export interface HeldStream extends StreamPlace {
  /** In a row. */
  readonly failures: number;
  /** Rows of the next try: half of what was refused, so that a request that is too large for the topic shrinks. */
  readonly limit: number;
  /** When it is tried next, in milliseconds since 1970. */
  readonly dueAt: number;
  readonly error: unknown;
}

/** Streams that are tried alone, so that those of healthy partitions flow. Knows no clock: `now` comes in. */
export class HeldStreams {
  private readonly streams = new Map<string, HeldStream>();

  get all(): readonly HeldStream[] {
    return [...this.streams.values()];
  }

  /** Why streams are refused just now, one error each. */
  get errors(): readonly unknown[] {
    return this.all.filter(({ failures }) => failures > 0).map(({ error }) => error);
  }

  /** These rows, all of one stream, were refused. */
  refuse(rows: readonly LoggedRow[], error: unknown, now: number): void {
    const [first] = rows;
    if (!first) return;
    const { topic, partition } = first;
    const failures = (this.streams.get(placeOf(first))?.failures ?? 0) + 1;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10));
    const limit = Math.max(1, Math.floor(rows.length / 2));
    this.streams.set(placeOf(first), { topic, partition, failures, limit, dueAt: now + pause, error });
  }

  /**
   * The rows of a try were taken. A stream that has more goes on alone, in portions of the size that was taken, until it
   * has caught up. Whatever held the others may be over too: they are tried now.
   */
  took(stream: HeldStream, rows: readonly LoggedRow[]): void {
    if (rows.length < stream.limit) this.streams.delete(placeOf(stream));
    else this.streams.set(placeOf(stream), { ...stream, failures: 0, dueAt: 0 });
    for (const [name, stream] of this.streams) this.streams.set(name, { ...stream, dueAt: 0 });
  }

  due(now: number): HeldStream[] {
    return this.all.filter((stream) => stream.dueAt <= now);
  }

  /** Milliseconds until the next try; Infinity if nothing is held. */
  untilDue(now: number): number {
    return Math.max(0, Math.min(...this.all.map((stream) => stream.dueAt)) - now);
  }
}
