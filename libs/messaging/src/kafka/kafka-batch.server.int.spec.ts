import { aTenantId, describeReal, kafkaBrokers } from '@people-sync/testing';
import { type Admin, type Kafka, KafkaJSProtocolError } from 'kafkajs';
import { MessagingHealth } from '../messaging-health';
import { TOPIC } from '../messaging.testkit';
import { KafkaBatchServer } from './kafka-batch.server';
import { kafkaClient } from './kafka-client';
import { provisionTopics } from './topics';

/** As a broker says it of a partition that it has just made, or that moves. */
const noLeader = new KafkaJSProtocolError({
  type: 'NOT_LEADER_FOR_PARTITION',
  code: 6,
  retriable: true,
  message: 'This server is not the leader for that topic-partition',
} as never);
const noPermission = new KafkaJSProtocolError({
  type: 'TOPIC_AUTHORIZATION_FAILED',
  code: 29,
  retriable: false,
  message: 'Not authorized to access topics: [Topic authorization failed]',
} as never);

describeReal('kafka')('a service that starts', () => {
  const prefix = `${aTenantId()}.`;

  beforeAll(() => provisionTopics({ brokers: kafkaBrokers() }, prefix));

  /** The real brokers, which refuse so often to tell where a topic ends. */
  const refusing = (times: number, refusal: Error): { readonly kafka: Kafka; left: number } => {
    const kafka = kafkaClient('test', { brokers: kafkaBrokers() });
    const brokers = { kafka, left: times };
    const admin = kafka.admin.bind(kafka);
    jest.spyOn(kafka, 'admin').mockImplementation((): Admin => {
      const real = admin();
      return {
        ...real,
        fetchTopicOffsets: (topic) => (brokers.left-- > 0 ? Promise.reject(refusal) : real.fetchTopicOffsets(topic)),
      };
    });
    return brokers;
  };
  const consumer = (kafka: Kafka): KafkaBatchServer => {
    const settings = { groupId: aTenantId(), service: 'test', emits: false, consumes: true };
    const server = new KafkaBatchServer(settings, new MessagingHealth(), () => kafka, nothingStored, prefix);
    server.addHandler(TOPIC, () => Promise.resolve(), true);
    return server;
  };
  const nothingStored = () => Promise.resolve(new Map<number, number>());
  const listening = (server: KafkaBatchServer): Promise<void> =>
    new Promise((resolve, reject) =>
      server.listen((error) => (error ? reject(error instanceof Error ? error : new Error('no reason')) : resolve())),
    );

  it('while a partition has no leader yet goes on once it has one', async () => {
    const brokers = refusing(3, noLeader);
    const server = consumer(brokers.kafka);
    await listening(server);
    expect(brokers.left).toBeLessThan(0);
    await server.close();
  });

  it('where brokers let it read nothing ends with their word, at once', async () => {
    const brokers = refusing(1, noPermission);
    const server = consumer(brokers.kafka);
    await expect(listening(server)).rejects.toBe(noPermission);
    expect(brokers.left).toBe(0);
    await server.close();
  });

  it('and is stopped while it waits for a leader ends without an error', async () => {
    const brokers = refusing(Infinity, noLeader);
    const server = consumer(brokers.kafka);
    const started = listening(server);
    await server.close();
    await started;
  });
});
