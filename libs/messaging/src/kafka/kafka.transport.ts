import { type Kafka, Partitioners, type Producer } from 'kafkajs';
import {
  type EventTransport,
  type LogEnds,
  type OutBatch,
  placeOf,
  type Published,
  rounds,
} from '../transport/event-transport';
import { endsWithin } from '../stream/within';
import { SendQueue } from '../transport/send-queue';
import { kafkaClient } from './kafka-client';
import type { KafkaCluster } from './kafka-cluster';
import { recordAt, topicEnds } from './topic-ends';

const ALL_REPLICAS = -1;
/** Some 7 s. Then the caller hears of it: the relay goes on with the other partitions, and tries the refused one alone. */
const RETRIES = 6;
const CLOSE_MS = 3000;

/**
 * Plain producers (not idempotent: kafkajs' idempotent one can acknowledge and lose a record when sends run side by
 * side), one request in flight per partition, acknowledged by all replicas. Calls that go alone have a producer of their
 * own: one that failed is not trusted again, and what others have in flight is not to end with it.
 */
export class KafkaTransport implements EventTransport {
  readonly kind = 'kafka';
  private readonly producers = new Map<boolean, Promise<Producer>>();
  private readonly queue = new SendQueue((batches, alone) => this.send(batches, alone));

  private readonly kafka: Kafka;

  constructor(
    clientId: string,
    cluster: KafkaCluster,
    private readonly prefix: string,
  ) {
    this.kafka = kafkaClient(clientId, cluster, RETRIES);
  }

  publish(batches: readonly OutBatch[], alone = false): Promise<Published> {
    return this.queue.add(batches, alone);
  }

  ends(topics: readonly string[]): Promise<LogEnds> {
    return topicEnds(this.kafka, topics, this.prefix);
  }

  newest(topic: string, partition: number, offset: number): Promise<Buffer | undefined> {
    return recordAt(this.kafka, this.prefix + topic, partition, offset);
  }

  /** Waits a little for what is in flight; a broker that is away holds nobody up. */
  async close(): Promise<void> {
    await endsWithin(this.queue.idle(), CLOSE_MS);
    const left = [...this.producers.values()].map(async (connecting) => (await connecting).disconnect());
    await endsWithin(Promise.all(left), CLOSE_MS);
  }

  private async send(batches: readonly OutBatch[], alone: boolean): Promise<Published> {
    const published = new Map<string, number>();
    const connecting = this.producers.get(alone) ?? this.connect();
    this.producers.set(alone, connecting);
    try {
      const producer = await connecting;
      for (const round of rounds(batches)) {
        const byTopic = new Map<string, { key: string; value: string; partition: number }[]>();
        for (const { topic, partition, records } of round) {
          const messages = byTopic.get(topic) ?? [];
          for (const { key, value } of records) messages.push({ key, value, partition });
          byTopic.set(topic, messages);
        }
        const answers = await producer.sendBatch({
          acks: ALL_REPLICAS,
          topicMessages: [...byTopic].map(([topic, messages]) => ({ topic: `${this.prefix}${topic}`, messages })),
        });
        for (const { topicName, partition, baseOffset } of answers) {
          const topic = topicName.slice(this.prefix.length);
          const sent = round.find((batch) => batch.topic === topic && batch.partition === partition);
          if (!sent || baseOffset === undefined) continue;
          published.set(placeOf(sent), Number(baseOffset) + sent.records.length);
        }
      }
      return published;
    } catch (error) {
      if (this.producers.get(alone) === connecting) this.producers.delete(alone);
      connecting.then((producer) => producer.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      allowAutoTopicCreation: false,
      idempotent: false,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    try {
      await producer.connect();
    } catch (error) {
      void producer.disconnect().catch(() => undefined);
      throw error;
    }
    return producer;
  }
}
