import { topics } from '@people-sync/contracts';
import { kafkaClient } from './kafka-client';

/** A topic is missing or has another number of partitions; the message says which and what to do. */
export class TopicsError extends Error {
  override readonly name = 'TopicsError';
}

/** Makes the topics that are missing; changes none that is there. May run again at any time. */
export async function provisionTopics(brokers: readonly string[], prefix = '', replicationFactor = 1): Promise<void> {
  const admin = kafkaClient('peoplesync-provision', brokers).admin();
  await admin.connect();
  try {
    const known = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !known.has(prefix + topic.name));
    if (missing.length > 0) {
      await admin.createTopics({
        waitForLeaders: true,
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
  } finally {
    await admin.disconnect();
  }
}

/** @throws TopicsError naming each topic that is missing or has another number of partitions. */
export async function checkTopics(brokers: readonly string[], prefix = ''): Promise<void> {
  const admin = kafkaClient('peoplesync-check', brokers).admin();
  await admin.connect();
  try {
    const known = new Set(await admin.listTopics());
    const present = topics.filter((topic) => known.has(prefix + topic.name));
    const metadata = await admin.fetchTopicMetadata({ topics: present.map((topic) => prefix + topic.name) });
    const wrong = topics.flatMap((topic) => {
      const found = metadata.topics.find((t) => t.name === prefix + topic.name);
      if (!found) return [`${topic.name} is missing`];
      return found.partitions.length === topic.partitions
        ? []
        : [`${topic.name} has ${found.partitions.length} partitions instead of ${topic.partitions}`];
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
