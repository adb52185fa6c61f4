/** One record to publish. */
export interface OutRecord {
  readonly key: string;
  readonly value: string;
}

/** Records for one partition, in order. */
export interface OutBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly OutRecord[];
}

/** Offsets after the last published record, by place. */
export type Published = ReadonlyMap<string, number>;

/** Where partitions begin (the oldest record that is kept) and end (the offset that the next record gets), by place. */
export type LogEnds = ReadonlyMap<string, { readonly first: number; readonly next: number }>;

/** The way events take: Kafka, or a log in Postgres on one machine. Both pass one contract suite. */
export interface EventTransport {
  readonly kind: 'kafka' | 'embedded';
  /**
   * Resolves when every record is durable, in the order given per partition. Calls for one partition are sent one after
   * the other, so that a retry cannot overtake. Rejects if a record may be missing; publishing again may then repeat
   * records. Gives up after some seconds: who wants to wait longer calls again.
   * @param alone shares its request with no other call, so that a partition that refuses holds up only itself.
   */
  publish(batches: readonly OutBatch[], alone?: boolean): Promise<Published>;
  ends(topics: readonly string[]): Promise<LogEnds>;
  /** The record at this offset, which is a partition's last; undefined if it is gone. */
  newest(topic: string, partition: number, offset: number): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

/** Injection token of the service's transport. */
export const EVENT_TRANSPORT = Symbol('EVENT_TRANSPORT');

/** A partition's share of one request stays below a broker's usual 1 MB limit. */
const REQUEST_BYTES = 800_000;

/** Cuts batches into rounds that each stay below the limit per partition; order per partition is kept. */
export function rounds(batches: readonly OutBatch[]): OutBatch[][] {
  const result: OutBatch[][] = [];
  for (const batch of batches) {
    let round = 0;
    let part: OutRecord[] = [];
    let bytes = 0;
    const flush = (): void => {
      if (part.length === 0) return;
      (result[round] ??= []).push({ ...batch, records: part });
      round += 1;
      part = [];
      bytes = 0;
    };
    for (const record of batch.records) {
      const size = Buffer.byteLength(record.value) + record.key.length + 40;
      if (bytes + size > REQUEST_BYTES) flush();
      part.push(record);
      bytes += size;
    }
    flush();
  }
  return result;
}

/** Names a partition: `topic/partition`. */
export const placeOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }): string =>
  `${topic}/${partition}`;

/** Puts batches of one partition together, in the order given. */
export function merged(batches: readonly OutBatch[]): OutBatch[] {
  const byPlace = new Map<string, { topic: string; partition: number; records: OutRecord[] }>();
  for (const { topic, partition, records } of batches) {
    const place = placeOf({ topic, partition });
    const known = byPlace.get(place);
    if (known) for (const record of records) known.records.push(record);
    else byPlace.set(place, { topic, partition, records: [...records] });
  }
  return [...byPlace.values()];
}
