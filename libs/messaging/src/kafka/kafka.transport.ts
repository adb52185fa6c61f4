import { type Kafka, Partitioners, type Producer } from 'kafkajs';
import { type EventTransport, type OutBatch, rounds } from '../transport/event-transport';
import { endsWithin } from '../stream/within';
import { SendQueue } from '../transport/send-queue';
import { kafkaClient } from './kafka-client';

const ALL_REPLICAS = -1;
/**
 * Some half a minute, which is longer than a broker's restart. Then the caller hears of it: the relay says so to whoever
 * watches and publishes again; consumers pass over repeats.
 */
const RETRIES = 15;
const CLOSE_MS = 3000;

/**
 * A plain producer (not idempotent: kafkajs' idempotent one can acknowledge and lose a record when sends run side by
 * side), one request in flight, acknowledged by all replicas.
 */
export class KafkaTransport implements EventTransport {
  readonly kind = 'kafka';
  private producer: Promise<Producer> | undefined;
  private readonly queue = new SendQueue((batches) => this.send(batches));

  private readonly kafka: Kafka;

  constructor(
    clientId: string,
    brokers: readonly string[],
    private readonly prefix: string,
  ) {
    this.kafka = kafkaClient(clientId, brokers, RETRIES);
  }

  publish(batches: readonly OutBatch[]): Promise<void> {
    return this.queue.add(batches);
  }

  /** Waits a little for what is in flight; a broker that is away holds nobody up. */
  async close(): Promise<void> {
    await endsWithin(this.queue.idle(), CLOSE_MS);
    const disconnected = this.producer?.then((producer) => producer.disconnect());
    if (disconnected) await endsWithin(disconnected, CLOSE_MS);
  }

  private async send(batches: readonly OutBatch[]): Promise<void> {
    const connecting = (this.producer ??= this.connect());
    try {
      const producer = await connecting;
      for (const round of rounds(batches)) {
        const byTopic = new Map<string, { key: string; value: string; partition: number }[]>();
        for (const { topic, partition, records } of round) {
          const messages = byTopic.get(topic) ?? [];
          for (const { key, value } of records) messages.push({ key, value, partition });
          byTopic.set(topic, messages);
        }
        await producer.sendBatch({
          acks: ALL_REPLICAS,
          topicMessages: [...byTopic].map(([topic, messages]) => ({ topic: `${this.prefix}${topic}`, messages })),
        });
      }
    } catch (error) {
      // A producer that failed is not trusted again.
      this.producer = undefined;
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
