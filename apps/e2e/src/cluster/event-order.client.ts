import { type EventPlace, recordedInKafka } from '@people-sync/testing';
import { query } from '../doors/event-trail';

/** What is wrong with the events of an installation: none may be missing, and none may be there as two. */
export interface EventFaults {
  /** `topic/partition position`, of what was committed and is not in Kafka. */
  readonly missing: string[];
  /** Positions that hold two different events, and events that have two positions. */
  readonly doubled: string[];
}

/** The schema whose service writes a topic. */
const writers: Readonly<Record<string, string>> = {
  'peoplesync.requests': 'gateway',
  'peoplesync.connections': 'credentials',
  'peoplesync.snapshots': 'fetcher',
  'peoplesync.changes': 'reconciler',
  'peoplesync.people': 'writer',
};

/**
 * Compares what each service committed with what is in Kafka: every position from 1 to the last one once. An event that a
 * relay published again has the same position and the same id, and readers pass over it: that is once.
 */
export async function eventFaults(on: Omit<EventPlace, 'form'>): Promise<EventFaults> {
  const { brokers, topicPrefix = '' } = on;
  const ids = new Map<string, string>();
  const places = new Map<string, string>();
  const doubled: string[] = [];
  for (const { topic, partition, value } of await recordedInKafka(brokers, topicPrefix)) {
    const { position, id } = JSON.parse(value) as { position?: number; id: string };
    // An answer of PeopleHR is published by itself; what becomes of it shows in the changes.
    if (position === undefined) continue;
    const place = `${topic.slice(topicPrefix.length)}/${partition} ${position}`;
    if ((ids.get(place) ?? id) !== id) doubled.push(`${place} holds ${id} and ${ids.get(place) ?? ''}`);
    if ((places.get(id) ?? place) !== place) doubled.push(`${id} is at ${place} and ${places.get(id) ?? ''}`);
    ids.set(place, id);
    places.set(id, place);
  }
  const missing: string[] = [];
  for (const [topic, schema] of Object.entries(writers)) {
    const streams = await query<{ topic: string; partition: number; position: string }>(
      on,
      `SELECT topic, partition, position FROM ${schema}.event_stream`,
    );
    for (const { partition, position } of streams.filter((stream) => stream.topic.endsWith(topic))) {
      for (let n = 1; n <= Number(position); n++) {
        const place = `${topic}/${partition} ${n}`;
        if (!ids.has(place)) missing.push(place);
      }
    }
  }
  return { missing, doubled };
}
