import { randomBytes } from 'node:crypto';
import { topicNames } from '@people-sync/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import type { RunningSystem } from './running-system';

/** Every record on every topic of a running system, as it was published: for tests of what moves, and of what must not. */
export async function recordedEvents(system: RunningSystem): Promise<string[]> {
  return system.form === 'embedded' ? onTheEmbeddedLog(system.databaseUrl) : inKafka(system.brokers);
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

async function inKafka(brokers: readonly string[]): Promise<string[]> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'recorded-events', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map<string, number>();
  for (const topic of topicNames) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      if (Number(high) > Number(low)) ends.set(`${topic}/${partition}`, Number(high));
    }
  }
  await admin.disconnect();
  if (ends.size === 0) return [];
  const values: string[] = [];
  const consumer = kafka.consumer({ groupId: `recorded-${randomBytes(6).toString('hex')}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topicNames], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        eachBatch: ({ batch }) => {
          for (const { value } of batch.messages) values.push(value?.toString() ?? '');
          const place = `${batch.topic}/${batch.partition}`;
          if (Number(batch.lastOffset()) + 1 >= (ends.get(place) ?? Infinity)) ends.delete(place);
          if (ends.size === 0) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return values;
}
