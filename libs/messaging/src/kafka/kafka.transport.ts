import { type Kafka, Partitioners, type Producer } from 'kafkajs';
import { type EventTransport, type OutBatch, rounds } from '../transport/event-transport';
import { SendQueue } from '../transport/send-queue';

const ALL_REPLICAS = -1;
/** An answer that was lost is not waited for for ever: the relay publishes again, consumers pass over repeats. */
const RETRIES = 8;

/**
 * A plain producer (not idempotent: kafkajs' idempotent one can acknowledge and lose a record when sends run side by
 * side), one request in flight, acknowledged by all replicas.
 */
export class KafkaTransport implements EventTransport {
  readonly kind = 'kafka';
  private producer: Promise<Producer> | undefined;
  private readonly queue = new SendQueue((batches) => this.send(batches));

  constructor(
    private readonly kafka: Kafka,
    private readonly prefix: string,
  ) {}

  publish(batches: readonly OutBatch[]): Promise<void> {
    return this.queue.add(batches);
  }

  async close(): Promise<void> {
    await this.queue.idle();
    const producer = await this.producer?.catch(() => undefined);
    await producer?.disconnect();
  }

  private async send(batches: readonly OutBatch[]): Promise<void> {
    this.producer ??= this.connect();
    try {
      const producer = await this.producer;
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
      void this.producer.then((producer) => producer.disconnect()).catch(() => undefined);
      this.producer = undefined;
      throw error;
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      allowAutoTopicCreation: false,
      idempotent: false,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: RETRIES, initialRetryTime: 100, maxRetryTime: 2000 },
    });
    await producer.connect();
    return producer;
  }
}
