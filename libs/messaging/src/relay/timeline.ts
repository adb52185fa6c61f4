import { readHead, withPosition } from '@people-sync/contracts';
import { TimelineError, TopicRecreatedError } from '../consumer/stream-errors';
import { type EventTransport, placeOf } from '../transport/event-transport';
import type { RelayConnection, StreamStand } from './relay.repository';

/**
 * Compares the streams of this database with what their partitions hold, before anything is published: a database that
 * was restored to an earlier moment, or lost its newest commits in a failover, would give positions away a second time,
 * and consumers would pass over the new events as known. What was published without an answer (a crash) is the
 * database's own, and is no difference.
 * @throws TimelineError, TopicRecreatedError: this service is not to go on
 */
export async function checkTimeline(
  streams: readonly StreamStand[],
  connection: RelayConnection,
  transport: EventTransport,
): Promise<void> {
  if (streams.length === 0) return;
  const ends = await transport.ends([...new Set(streams.map(({ topic }) => topic))]);
  for (const stream of streams) {
    const { topic, partition } = stream;
    const end = ends.get(placeOf(stream));
    if (!end) continue;
    const left = Number(stream.nextOffset ?? 0);
    if (end.next < left) throw new TopicRecreatedError(topic, partition, left, end.next);
    if (end.next === left || end.first === end.next) continue;
    await checkNewest(stream, end.next - 1, connection, transport);
  }
}

async function checkNewest(
  stream: StreamStand,
  offset: number,
  connection: RelayConnection,
  transport: EventTransport,
): Promise<void> {
  const { topic, partition, epoch, position } = stream;
  const value = await transport.newest(topic, partition, offset);
  const newest = value && readHead(value);
  if (newest?.position === undefined || newest.epoch === undefined || newest.epoch < epoch) return;
  const own = await connection.logged(stream, newest.position);
  // What is past the event log's retention cannot be compared any more.
  const isSame = own === undefined || withPosition(own, newest.epoch, newest.position) === value?.toString('utf8');
  if (newest.epoch === epoch && newest.position <= Number(position) && isSame) return;
  throw new TimelineError(topic, partition, Number(position), newest.position);
}
