import { readHead } from '@people-sync/contracts';
import type { RawRecord } from '../stream/batch';
import { EpochError, PositionGapError } from './stream-errors';

/** Where a group stands in one partition. */
export interface Place {
  /** Of the stream; null before its first event, and for topics without an event log. */
  readonly epoch: number | null;
  /** Of the last handled event; null as above. */
  readonly position: number | null;
  /** Offset of the next record. */
  readonly nextOffset: number;
}

/** What of a batch is new, and the place after it. */
export interface Fresh {
  readonly records: readonly RawRecord[];
  readonly place: Place;
}

/**
 * Leaves out what was handled before: by position where a record has one (a relay that publishes again gives its events
 * new offsets), by offset otherwise.
 * @throws PositionGapError if an event is missing in between, EpochError if the stream was started anew.
 */
export function passOver(records: readonly RawRecord[], before: Place, topic: string, partition: number): Fresh {
  let { epoch, position, nextOffset } = before;
  const fresh: RawRecord[] = [];
  for (const record of records) {
    const head = record.value === null ? undefined : readHead(record.value);
    if (head?.position === undefined || head.epoch === undefined) {
      if (record.offset >= nextOffset) fresh.push(record);
    } else {
      if (epoch !== null && epoch !== head.epoch) throw new EpochError(topic, partition, epoch, head.epoch);
      if (position === null || head.position === position + 1) fresh.push(record);
      else if (head.position > position) throw new PositionGapError(topic, partition, position + 1, head.position);
      epoch = head.epoch;
      position = Math.max(position ?? 0, head.position);
    }
    nextOffset = Math.max(nextOffset, record.offset + 1);
  }
  return { records: fresh, place: { epoch, position, nextOffset } };
}
