import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { type LogEnds, placeOf } from '../transport/event-transport';
import { endsWithin } from '../stream/within';

/** A group of one member is there in some 3 s; a broker that restarts takes longer. */
const READ_MS = 30_000;

/** Where each partition of the topics begins and ends now. */
export async function topicEnds(kafka: Kafka, topics: readonly string[], prefix: string): Promise<LogEnds> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = new Map<string, { first: number; next: number }>();
    for (const topic of topics) {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(prefix + topic)) {
        ends.set(placeOf({ topic, partition }), { first: Number(low), next: Number(high) });
      }
    }
    return ends;
  } finally {
    await admin.disconnect();
  }
}

/**
 * The value of the record at this offset. kafkajs reads through a group only: one of its own, which is deleted
 * again. It takes seconds, so it is asked only when something is not as it was left.
 * @throws if no record came in time
 */
export async function recordAt(
  kafka: Kafka,
  topic: string,
  partition: number,
  offset: number,
): Promise<Buffer | undefined> {
  const groupId = `peoplesync-look-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 100 });
  let found: { readonly value: Buffer | null } | undefined;
  const read = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => consumer.seek({ topic, partition, offset: String(offset) }));
    void (async () => {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: false });
      await consumer.run({
        autoCommit: false,
        eachMessage: ({ partition: from, message }) => {
          if (from !== partition || Number(message.offset) < offset) return Promise.resolve();
          found ??= { value: message.value };
          resolve();
          return Promise.resolve();
        },
      });
    })().catch(() => resolve());
  });
  await endsWithin(read, READ_MS);
  await consumer.disconnect().catch(() => undefined);
  await forget(kafka, groupId);
  if (!found) throw new Error(`the newest record of ${topic}/${partition} cannot be read`);
  return found.value ?? undefined;
}

/** A group that stays would only be clutter. */
async function forget(kafka: Kafka, groupId: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin
    .deleteGroups([groupId])
    .catch(() => undefined)
    .finally(() => admin.disconnect());
}
