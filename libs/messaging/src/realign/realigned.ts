/** One partition of a topic. */
export interface PartitionPlace {
  readonly topic: string;
  readonly partition: number;
}

/** A stream of events as its writer's schema knows it. */
export interface WrittenStream extends PartitionPlace {
  readonly schema: string;
  readonly epoch: number;
  /** Of the newest event; 0: none. */
  readonly position: number;
  /** Of the oldest event that the event log still holds; undefined: it holds none. */
  readonly oldest: number | undefined;
}

/** How far a reader has taken a partition. */
export interface ReadPlace extends PartitionPlace {
  readonly schema: string;
  /** Of the newest event that it has taken; undefined: none, or the topic's events have no places. */
  readonly position: number | undefined;
}

/** A partition with its end in the log, its writer and its readers. */
export interface BusPartition extends PartitionPlace {
  /** Offset of the next record; 0: there was never one. */
  readonly end: number;
  /** undefined where its events have no places. */
  readonly writer: string | undefined;
  readonly readers: readonly string[];
}

/** How writers and readers go on, at the end of each partition, whatever lies before it. */
export interface Realigned {
  readonly streams: readonly (PartitionPlace & {
    readonly schema: string;
    readonly epoch: number;
    readonly position: number;
    /** Up to where they count as published. */
    readonly published: number;
    readonly end: number;
  })[];
  readonly places: readonly (PartitionPlace & {
    readonly schema: string;
    /** Of what it has taken; undefined where it has taken nothing that has a place. */
    readonly epoch: number | undefined;
    readonly end: number;
  })[];
}

/**
 * Every stream goes on in a new epoch, so that nobody takes an event of the time that was lost for one of these; also one of
 * which this database knows nothing yet, but the log does. What the slowest reader has not taken is published again, of the
 * event log; whoever has it passes over it by its position.
 * @param epoch later than any that was.
 * @returns sentences instead, if these rows cannot have been of one moment, or an event is nowhere any more.
 */
export function realigned(
  partitions: readonly BusPartition[],
  streams: readonly WrittenStream[],
  places: readonly ReadPlace[],
  epoch: number,
): Realigned | string[] {
  const written = new Map(streams.map((stream) => [placed(stream), stream]));
  const taken = new Map(places.map((place) => [`${placed(place)} ${place.schema}`, place]));
  const faults: string[] = [];
  const moved: Realigned['streams'][number][] = [];
  const known: Realigned['places'][number][] = [];
  for (const bus of partitions) {
    const { topic, partition, end, writer, readers } = bus;
    const name = placed(bus);
    const stream = written.get(name);
    const reads = readers.map((schema) => ({ schema, place: taken.get(`${name} ${schema}`) }));
    for (const { schema, place } of reads) {
      const position = place?.position ?? 0;
      if (position > (stream?.position ?? 0)) {
        const wrote = `${stream?.position ?? 'none'} in the database`;
        faults.push(`${schema} has taken event ${position} of ${name}, of which there is ${wrote}`);
      }
      if (place === undefined && end === 0) continue;
      known.push({ topic, partition, schema, end, epoch: place?.position === undefined ? undefined : epoch });
    }
    if (writer === undefined || (stream === undefined && end === 0)) continue;
    const position = stream?.position ?? 0;
    const positions = reads.map(({ place }) => place?.position ?? 0);
    // A reader who never took one begins wherever the log begins.
    const next = Math.min(...positions.filter((one) => one > 0)) + 1;
    if (next <= position && next < (stream?.oldest ?? Infinity)) {
      faults.push(`event ${next} of ${name} is not kept any more, and not everybody has taken it`);
    }
    const published = Math.min(position, ...positions);
    moved.push({ topic, partition, schema: writer, epoch, position, published, end });
  }
  return faults.length > 0 ? faults : { streams: moved, places: known };
}

const placed = ({ topic, partition }: PartitionPlace): string => `${topic}/${partition}`;
