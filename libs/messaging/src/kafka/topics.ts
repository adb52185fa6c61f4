import { setTimeout as wait } from 'node:timers/promises';
import { topics } from '@people-sync/contracts';
import type { Admin, Kafka } from 'kafkajs';
import { PARTITIONS } from '../stream/partition';
import { TopicsError } from '../transport/topics-error';
import { kafkaClient } from './kafka-client';

/** As many replicas as the brokers' own setting says. */
const BROKERS_DEFAULT = -1;

/** New partitions have this long to answer, and are asked so often. */
const READY_MS = 30_000;
const READY_PAUSE_MS = 50;

/**
 * Makes the topics that are missing; changes none that is there. May run again at any time. Resolves when the brokers
 * serve every partition: before that they refuse some partitions of a request, and its retry would repeat the others.
 */
export async function provisionTopics(
  brokers: readonly string[],
  prefix = '',
  replicationFactor = BROKERS_DEFAULT,
): Promise<void> {
  const admin = kafkaClient('peoplesync-provision', brokers).admin();
  await admin.connect();
  try {
    const known = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !known.has(prefix + topic.name));
    if (missing.length > 0) {
      await admin.createTopics({
        // kafkajs' own wait fails if the brokers have not heard of the topic yet.
        waitForLeaders: false,
        topics: missing.map((topic) => ({
          topic: prefix + topic.name,
          numPartitions: topic.partitions,
          replicationFactor,
          configEntries: [
            { name: 'retention.ms', value: String(topic.retentionMs) },
            { name: 'cleanup.policy', value: 'delete' },
          ],
        })),
      });
    }
    for (const { name } of missing) await untilServed(admin, prefix + name);
  } finally {
    await admin.disconnect();
  }
}

async function untilServed(admin: Admin, topic: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(READY_PAUSE_MS);
    }
  }
}

/** @throws TopicsError naming each topic that is missing or has another number of partitions. */
export async function checkTopics(brokers: readonly string[], prefix = ''): Promise<void> {
  await checkTopicsOf(
    kafkaClient('peoplesync-check', brokers),
    topics.map(({ name }) => name),
    prefix,
  );
}

/** As checkTopics, for some topics and over a client that is there. */
export async function checkTopicsOf(kafka: Kafka, names: readonly string[], prefix: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const known = new Set(await admin.listTopics());
    const present = names.filter((name) => known.has(prefix + name));
    const metadata = await admin.fetchTopicMetadata({ topics: present.map((name) => prefix + name) });
    const wrong = names.flatMap((name) => {
      const found = metadata.topics.find((t) => t.name === prefix + name);
      if (!found) return [`${prefix}${name} is missing`];
      const { length } = found.partitions;
      return length === PARTITIONS ? [] : [`${prefix}${name} has ${length} partitions instead of ${PARTITIONS}`];
    });
    if (wrong.length > 0) {
      throw new TopicsError(
        `Kafka is not prepared: ${wrong.join('; ')}. Run the provisioning step before the services start.`,
      );
    }
  } finally {
    await admin.disconnect();
  }
}
