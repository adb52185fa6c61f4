import { topicNames, topics, topicUsers } from '@people-sync/contracts';
import { Client } from 'pg';
import { kafkaClient } from '../kafka/kafka-client';
import type { KafkaCluster } from '../kafka/kafka-cluster';
import { topicEnds } from '../kafka/topic-ends';
import { placeOf } from '../transport/event-transport';
import { TopicsError } from '../transport/topics-error';
import { goOnAs, lockedStands, servicesAtWork } from './realign.repository';
import { type BusPartition, realigned } from './realigned';

const MINUTE_MS = 60_000;

/**
 * Brings a database and a Kafka of different moments to one again, while every service is stopped: after a restore of the
 * database, topics made anew, or events that Kafka lost. What lies in the topics is left behind, nothing in them is removed.
 * Events that not everybody has taken are published again, of the database. What is lost are answers of PeopleHR that were on
 * their way: their syncs end after a while, and the next ones bring all of it.
 * @param adminUrl somebody who may change the tables of all services.
 * @param schemas of each service, by its name.
 * @returns how many events will be published again.
 * @throws TopicsError with a sentence; then nothing is changed.
 */
export async function realignStreams(
  adminUrl: string,
  schemas: Readonly<Record<string, string>>,
  cluster: KafkaCluster,
  prefix = '',
  retries?: number,
): Promise<number> {
  const client = new Client({ connectionString: adminUrl, application_name: 'peoplesync-provision' });
  await client.connect();
  try {
    await client.query('BEGIN');
    const atWork = await servicesAtWork(client);
    if (atWork.length > 0) {
      const who = atWork.join(', ');
      throw new TopicsError(`Services are still connected to the database (${who}): stop all of them first.`);
    }
    const { streams, places } = await lockedStands(client, Object.values(schemas));
    const ends = await topicEnds(kafkaClient('peoplesync-provision', cluster, retries), topicNames, prefix);
    const partitions = topics.flatMap(({ name: topic, partitions: count }) => {
      const { writer, hasPlaces, readers } = topicUsers[topic];
      return Array.from({ length: count }, (_, partition): BusPartition => ({
        topic,
        partition,
        end: ends.get(placeOf({ topic, partition }))?.next ?? 0,
        writer: hasPlaces ? schemas[writer] : undefined,
        readers: readers.flatMap((reader) => schemas[reader] ?? []),
      }));
    });
    // Later than every epoch that was, also than those of a time that this database does not know any more.
    const epoch = Math.max(Math.floor(Date.now() / MINUTE_MS), ...streams.map((stream) => stream.epoch + 1));
    const plan = realigned(partitions, streams, places, epoch);
    if (Array.isArray(plan)) {
      throw new TopicsError(`This database is not of one moment: ${plan.join('; ')}. Restore the whole of one backup.`);
    }
    await goOnAs(client, plan, new Map(Object.entries(schemas).map(([service, schema]) => [schema, service])));
    await client.query('COMMIT');
    return plan.streams.reduce((sum, { position, published }) => sum + position - published, 0);
  } finally {
    await client.end();
  }
}
