import 'reflect-metadata';
import type { NewEvent } from '@people-sync/contracts';
import {
  aTenantId,
  describeReal,
  eventually,
  kafkaBrokers,
  provideTestDatabase,
  type TestDatabase,
} from '@people-sync/testing';
import { type BusService, startBusService, withClient } from './bus.testkit';
import { type MessagingOptions, partitionOf, provisionBus, provisionTopics } from './index';
import { kafkaClient } from './kafka/kafka-client';
import { request, seenBy, TOPIC } from './messaging.testkit';

const ways = [
  { name: 'the embedded log', kafka: false },
  { name: 'Kafka', kafka: true },
];

jest.setTimeout(180_000);

describe.each(ways)('a database and a log of different moments, with $name', ({ kafka }) => {
  describeReal('postgres', ...(kafka ? (['kafka'] as const) : []))('', () => {
    let database: TestDatabase;
    let bus: TestDatabase;
    let topicPrefix: string;
    let tenant: string;
    let fatal: string[];
    const services: BusService[] = [];

    const start = async (): Promise<BusService> => {
      const where = kafka ? { kafka: { brokers: kafkaBrokers() }, topicPrefix } : { busDatabaseUrl: bus.url };
      const options: Partial<MessagingOptions> = { bus: where, onFatal: (error) => fatal.push(error.message) };
      const service = await startBusService(database.url, options);
      services.push(service);
      return service;
    };
    const stop = () => Promise.all(services.splice(0).map((service) => service.stop()));

    beforeEach(async () => {
      database = await provideTestDatabase();
      bus = await provideTestDatabase();
      topicPrefix = `${aTenantId()}.`;
      if (kafka) await provisionTopics({ brokers: kafkaBrokers() }, topicPrefix);
      else await provisionBus(bus.url);
      tenant = aTenantId();
      fatal = [];
    });

    afterEach(async () => {
      await stop();
      await database.drop();
      await bus.drop();
    });

    const append = (service: BusService, ...events: NewEvent[]) =>
      service.dataSource.transaction((tx) => service.log.append(tx, events));
    const saw = (service: BusService, ...numbers: number[]) =>
      eventually(async () => expect(await seenBy(service.dataSource, tenant)).toEqual(numbers), 60_000);
    const said = (sentence: RegExp) =>
      eventually(() => expect(fatal).toContainEqual(expect.stringMatching(sentence)), 60_000);

    /** As a failover does that lost the newest commits: the consumer's effects and place are those after one event. */
    const loseConsumerCommits = () =>
      withClient(database.url, async (client) => {
        await client.query('DELETE FROM seen WHERE number > 1');
        await client.query(
          'UPDATE consumer_progress SET next_offset = 1, position = 1, mark = NULL WHERE next_offset = 3',
        );
      });

    const withAdmin = async (
      work: (admin: ReturnType<ReturnType<typeof kafkaClient>['admin']>) => Promise<unknown>,
    ) => {
      const admin = kafkaClient('test', { brokers: kafkaBrokers() }).admin();
      await admin.connect();
      await work(admin).finally(() => admin.disconnect());
    };

    it.each(['with a place in a stream', 'that went straight to the topic'])(
      'lose no event %s when the newest commits of a running consumer are lost',
      async (what) => {
        const service = await start();
        const send = async (number: number) => {
          if (what.startsWith('with')) await append(service, request(tenant, number));
          else await service.publisher.publish([request(tenant, number)]);
        };
        for (const number of [1, 2, 3]) await send(number);
        await saw(service, 1, 2, 3);
        await loseConsumerCommits();
        await send(4);
        await saw(service, 1, 2, 3, 4);
        expect(fatal).toEqual([]);
      },
    );

    it('stop a service whose database was restored, before it gives a position away twice', async () => {
      const first = await start();
      for (const number of [1, 2, 3]) await append(first, request(tenant, number));
      await saw(first, 1, 2, 3);
      await stop();
      await loseConsumerCommits();
      await withClient(database.url, async (client) => {
        await client.query('DELETE FROM event_log WHERE position > 1');
        await client.query('UPDATE event_stream SET position = 1');
        await client.query('UPDATE relay_cursor SET position = 1, next_offset = 1');
      });
      const second = await start();
      await append(second, request(tenant, 104));
      await said(
        /holds an event at position 3, but this service's database has come to [12] only: it was restored .*Backups/,
      );
      expect(second.health.problem).toMatch(/restored to an earlier moment/);
      expect(await seenBy(second.dataSource, tenant)).not.toContain(104);
    });

    it('are told apart from a relay that was killed before it heard that its events were taken', async () => {
      const first = await start();
      for (const number of [1, 2, 3]) await append(first, request(tenant, number));
      await saw(first, 1, 2, 3);
      await stop();
      await withClient(database.url, (client) =>
        client.query('UPDATE relay_cursor SET position = 1, next_offset = 1 WHERE position = 3'),
      );
      const second = await start();
      await append(second, request(tenant, 4));
      await saw(second, 1, 2, 3, 4);
      expect(fatal).toEqual([]);
      expect(second.health.passedOver).toBe(2);
    });

    it('are told apart from a twin that reads on while this one starts', async () => {
      const first = await start();
      const send = (number: number) => first.publisher.publish([request(tenant, number)]);
      await send(1);
      await saw(first, 1);
      await withClient(database.url, async (client) => {
        await client.query('BEGIN');
        await client.query('LOCK consumer_progress');
        const second = start();
        await eventually(async () => {
          const { rows } = await client.query(
            `SELECT FROM pg_locks WHERE relation = 'consumer_progress'::regclass AND mode = 'AccessShareLock' AND NOT granted`,
          );
          expect(rows).toHaveLength(1);
        });
        // It is about to read where the two of them stand, and that moves on: as if the first had taken what comes.
        await send(2);
        await client.query('UPDATE consumer_progress SET next_offset = 2, mark = NULL WHERE next_offset = 1');
        await client.query('COMMIT');
        await second;
      });
      await send(3);
      await saw(first, 1, 3);
      expect(fatal).toEqual([]);
    });

    if (!kafka) {
      it('stop a consumer whose log was made anew, while it runs', async () => {
        const service = await start();
        await service.publisher.publish([request(tenant, 1)]);
        await saw(service, 1);
        await withClient(bus.url, async (client) => {
          await client.query('DELETE FROM bus_record');
          await client.query('UPDATE bus_stream SET next_offset = 0');
        });
        await said(/the topic was made anew/);
      });
      return;
    }

    it.each([1, 8])('stop a consumer whose topic was made anew and has %s records, while it runs', async (records) => {
      const service = await start();
      for (const number of [1, 2, 3]) await service.publisher.publish([request(tenant, number)]);
      await saw(service, 1, 2, 3);
      await withAdmin((admin) => admin.deleteTopics({ topics: [topicPrefix + TOPIC] }));
      await eventually(() => provisionTopics({ brokers: kafkaBrokers() }, topicPrefix), 60_000);
      const others = Array.from({ length: records }, (_, i) => request(tenant, 101 + i));
      await service.publisher.publish(others);
      await said(/the topic was made anew|the log lost/);
      expect(await seenBy(service.dataSource, tenant)).toEqual([1, 2, 3]);
    });

    it('do not let a consumer start that retention overtook, or whose topic has fewer records than it has read', async () => {
      const first = await start();
      for (const number of [1, 2, 3]) await append(first, request(tenant, number));
      await saw(first, 1, 2, 3);
      await stop();
      await loseConsumerCommits();
      const topic = topicPrefix + TOPIC;
      await withAdmin(async (admin) => {
        await admin.fetchTopicMetadata({ topics: [topic] });
        await admin.deleteTopicRecords({ topic, partitions: [{ partition: partitionOf(tenant), offset: '2' }] });
      });
      await expect(start()).rejects.toThrow(/begins at offset 2, but this service stands at 1: the log lost 1 records/);
      await withClient(database.url, (client) =>
        client.query('UPDATE consumer_progress SET next_offset = 1000, position = 1000 WHERE next_offset = 1'),
      );
      await expect(start()).rejects.toThrow(/the topic was made anew/);
    });
  });
});
