import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { topics } from '@people-sync/contracts';
import {
  type Admin,
  ConfigResourceTypes,
  type Kafka,
  KafkaJSConnectionError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSSASLAuthenticationError,
} from 'kafkajs';
import { PARTITIONS } from '../stream/partition';
import { LEAST_MESSAGE_BYTES } from '../transport/event-check';
import { TopicsError } from '../transport/topics-error';
import { kafkaClient } from './kafka-client';
import type { KafkaCluster } from './kafka-cluster';

/** As many replicas as the brokers' own setting says. */
const BROKERS_DEFAULT = -1;

/** Said explicitly: a cluster's own default may be less. */
const KAFKA_DEFAULT_MESSAGE_BYTES = 1_048_588;

/** New partitions have this long to answer, and are asked so often. */
const READY_MS = 30_000;
const READY_PAUSE_MS = 50;

/**
 * Makes the topics that are missing; changes none that is there. May run again at any time. Resolves when the brokers
 * serve every partition: before that they refuse some partitions of a request, and its retry would repeat the others.
 */
export async function provisionTopics(
  cluster: KafkaCluster,
  prefix = '',
  replicationFactor = BROKERS_DEFAULT,
  retries?: number,
): Promise<void> {
  const admin = kafkaClient('peoplesync-provision', cluster, retries).admin();
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
            { name: 'max.message.bytes', value: String(KAFKA_DEFAULT_MESSAGE_BYTES) },
            // An event that one broker alone has acknowledged is lost with it.
            ...(replicationFactor >= 3 ? [{ name: 'min.insync.replicas', value: '2' }] : []),
          ],
        })),
      });
    }
    for (const { name } of missing) await untilServed(admin, prefix + name);
  } finally {
    await admin.disconnect();
  }
}

/** What a try takes at most, once kafkajs waits its longest. */
const TRY_MS = 4000;

/**
 * For somebody who prepares an installation and should be told after a while; kafkajs would wait for a broker for ever.
 * @param work gets how often kafkajs may try, so that it ends soon after.
 * @throws TopicsError if the work is not done after so many milliseconds.
 */
export async function answersWithin<Result>(
  patienceMs: number,
  { brokers }: KafkaCluster,
  work: (retries: number) => Promise<Result>,
): Promise<Result> {
  const said = `The Kafka in KAFKA_BROKERS (${brokers.join(',')}) does not answer.`;
  let late: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    late = setTimeout(() => reject(new TopicsError(said)), patienceMs);
  });
  const working = work(Math.ceil(patienceMs / TRY_MS)).catch((cause: unknown) => {
    if (cause instanceof KafkaJSSASLAuthenticationError) {
      const refused = `The Kafka in KAFKA_BROKERS (${brokers.join(',')}) refuses KAFKA_USERNAME with KAFKA_PASSWORD.`;
      throw new TopicsError(refused, { cause });
    }
    const isAway = cause instanceof KafkaJSConnectionError || cause instanceof KafkaJSNumberOfRetriesExceeded;
    throw isAway ? new TopicsError(`${said} ${cause.message}.`, { cause }) : cause;
  });
  return Promise.race([working, silence]).finally(() => clearTimeout(late));
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

/**
 * @throws TopicsError naming each topic that is missing, has another number of partitions, or whose settings lose events
 * (compaction, a retention shorter than ours) or refuse them (a smaller message limit).
 */
export async function checkTopics(cluster: KafkaCluster, prefix = '', retries?: number): Promise<void> {
  await checkTopicsOf(
    kafkaClient('peoplesync-check', cluster, retries),
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
    wrong.push(...(await wrongSettings(admin, present, prefix)));
    if (wrong.length > 0) {
      throw new TopicsError(
        `Kafka is not prepared: ${wrong.join('; ')}. Run the provisioning step before the services start.`,
      );
    }
  } finally {
    await admin.disconnect();
  }
}

/** A principal that may not read settings is told of, and starts all the same. */
async function wrongSettings(admin: Admin, names: readonly string[], prefix: string): Promise<string[]> {
  if (names.length === 0) return [];
  const described = await admin
    .describeConfigs({
      includeSynonyms: false,
      resources: names.map((name) => ({
        type: ConfigResourceTypes.TOPIC,
        name: prefix + name,
        configNames: ['cleanup.policy', 'retention.ms', 'max.message.bytes'],
      })),
    })
    .catch(() => undefined);
  if (!described) {
    new Logger('kafka').warn('the settings of the topics cannot be read: grant DescribeConfigs to have them checked');
    return [];
  }
  return described.resources.flatMap(({ resourceName, configEntries }) => {
    const values = new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]));
    const topic = topics.find(({ name }) => prefix + name === resourceName);
    const policy = values.get('cleanup.policy') ?? 'delete';
    const retention = Number(values.get('retention.ms') ?? -1);
    const limit = Number(values.get('max.message.bytes') ?? LEAST_MESSAGE_BYTES);
    const least = topic?.retentionMs ?? 0;
    return [
      ...(policy === 'delete' ? [] : [`${resourceName} has cleanup.policy=${policy} instead of delete`]),
      ...(retention < 0 || retention >= least ? [] : [`${resourceName} has retention.ms=${retention}, below ${least}`]),
      ...(limit >= LEAST_MESSAGE_BYTES
        ? []
        : [`${resourceName} has max.message.bytes=${limit}, below ${LEAST_MESSAGE_BYTES}`]),
    ];
  });
}
