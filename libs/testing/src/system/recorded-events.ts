import { randomBytes } from 'node:crypto';
import { topicNames } from '@people-sync/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';

/** Where the events of a running system are. */
export interface EventPlace {
  readonly form: 'distributed' | 'embedded';
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  /** What stands before its topics' names. */
  readonly topicPrefix?: string;
}

/** A record as it lies on a topic. */
export interface RecordedEvent {
  readonly topic: string;
  readonly partition: number;
  readonly value: string;
}

/** Every record on every topic of a running system, as it was published: for tests of what moves, and of what must not. */
export async function recordedEvents({ form, databaseUrl, brokers, topicPrefix = '' }: EventPlace): Promise<string[]> {
  if (form === 'embedded') return onTheEmbeddedLog(databaseUrl);
  return (await recordedInKafka(brokers, topicPrefix)).map(({ value }) => value);
}

async function onTheEmbeddedLog(databaseUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ value: string }>(
      'SELECT value FROM bus.bus_record ORDER BY topic, partition, record_offset',
    );
    return rows.map((row) => row.value);
  } finally {
    await client.end();
  }
}

/** Every record on every topic of one installation, in each partition's order. */
export async function recordedInKafka(brokers: readonly string[], prefix: string): Promise<RecordedEvent[]> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'recorded-events', logLevel: logLevel.NOTHING });
  const topics = topicNames.map((name) => prefix + name);
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map<string, number>();
  for (const topic of topics) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      if (Number(high) > Number(low)) ends.set(`${topic}/${partition}`, Number(high));
    }
  }
  await admin.disconnect();
  if (ends.size === 0) return [];
  const records: RecordedEvent[] = [];
  const consumer = kafka.consumer({ groupId: `recorded-${randomBytes(6).toString('hex')}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        eachBatch: ({ batch }) => {
          const { topic, partition } = batch;
          for (const { value } of batch.messages) records.push({ topic, partition, value: value?.toString() ?? '' });
          const place = `${topic}/${partition}`;
          if (Number(batch.lastOffset()) + 1 >= (ends.get(place) ?? Infinity)) ends.delete(place);
          if (ends.size === 0) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return records;
}
