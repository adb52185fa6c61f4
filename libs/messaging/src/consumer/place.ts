import { createHash } from 'node:crypto';
import { readHead } from '@people-sync/contracts';
import type { RawRecord } from '../stream/batch';
import { EpochError, PlaceAheadError, PlaceBehindError, PositionGapError, TopicRecreatedError } from './stream-errors';

/** Where a group stands in one partition. */
export interface Place {
  /** Of the stream; null before its first event, and for topics without an event log. */
  readonly epoch: number | null;
  /** Of the last handled event; null as above. */
  readonly position: number | null;
  /** Offset of the next record. */
  readonly nextOffset: number;
  /** Of the record before that one; null before the first. */
  readonly mark: string | null;
}

/** What of a batch is new, and the place after it. */
export interface Fresh {
  readonly records: readonly RawRecord[];
  readonly place: Place;
  /** Records of the log's new part that had been handled before, so that they are left out. */
  readonly repeated: number;
}

/**
 * Compares a batch with the stored place, which may have moved under it: another member took over, or a failover of the
 * database lost the newest commits.
 * Read from one record before its place, a batch shows whether the topic is still the one that was read.
 * @throws PlaceBehindError, PlaceAheadError, TopicRecreatedError
 */
export function checkPlace(
  records: readonly RawRecord[],
  { nextOffset, position, mark }: Place,
  { topic, partition, highWatermark }: { topic: string; partition: number; highWatermark: number },
): void {
  const first = records[0]?.offset ?? nextOffset;
  // A partition that was never read begins wherever the log begins.
  const isNew = nextOffset === 0 && position === null;
  if (first > nextOffset && !isNew) throw new PlaceBehindError(topic, partition, nextOffset, first);
  const last = records.find(({ offset }) => offset === nextOffset - 1);
  if (last && mark !== null && markOf(last) !== mark)
    throw new TopicRecreatedError(topic, partition, nextOffset, highWatermark);
  if (nextOffset > highWatermark) throw new PlaceAheadError(topic, partition, nextOffset, highWatermark);
}

/**
 * Leaves out what was handled before: by position where a record has one (a relay that publishes again gives its events
 * new offsets), by offset otherwise. Events that a relay published before an earlier one are left out where they stand:
 * that relay publishes them again behind it.
 * @throws PositionGapError if an event is missing in between, EpochError if the stream was started anew.
 */
export function passOver(records: readonly RawRecord[], before: Place, topic: string, partition: number): Fresh {
  let { epoch, position, nextOffset } = before;
  const fresh: RawRecord[] = [];
  for (const [index, record] of records.entries()) {
    const head = record.value === null ? undefined : readHead(record.value);
    if (head?.position === undefined || head.epoch === undefined) {
      if (record.offset >= nextOffset) fresh.push(record);
    } else if (record.offset < before.nextOffset && head.epoch !== epoch) {
      // Left behind by a realignment: of an epoch that is over.
      continue;
    } else {
      if (epoch !== null && epoch !== head.epoch) throw new EpochError(topic, partition, epoch, head.epoch);
      if (position === null || head.position === position + 1) fresh.push(record);
      else if (head.position > position) {
        if (!comesLater(records, index, head.epoch, position + 1))
          throw new PositionGapError(topic, partition, position + 1, head.position);
        continue;
      }
      epoch = head.epoch;
      position = Math.max(position ?? 0, head.position);
    }
    nextOffset = Math.max(nextOffset, record.offset + 1);
  }
  const newest = records.findLast(({ offset }) => offset === nextOffset - 1);
  const mark = newest ? markOf(newest) : before.mark;
  const repeated = records.filter(({ offset }) => offset >= before.nextOffset).length - fresh.length;
  return { records: fresh, place: { epoch, position, nextOffset, mark }, repeated };
}

/** Tells a record from every other one that could stand in its place. */
const markOf = ({ key, value }: RawRecord): string =>
  createHash('sha256')
    .update(JSON.stringify(key))
    .update(value ?? '')
    .digest('base64url')
    .slice(0, 22);

const comesLater = (records: readonly RawRecord[], index: number, epoch: number, position: number): boolean =>
  records.slice(index + 1).some(({ value }) => {
    const head = value === null ? undefined : readHead(value);
    return head?.epoch === epoch && head.position === position;
  });
