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
import { type Behaviour, type BusService, startBusService, withClient } from './bus.testkit';
import { type MessagingOptions, ParkedTenants, partitionOf, provisionBus, provisionTopics, TopicsError } from './index';
import { note, request, seenBy, storedStand, TOPIC } from './messaging.testkit';

/** The one contract that every way for events must keep. */
const ways = [
  { name: 'the embedded log', kafka: false },
  { name: 'Kafka', kafka: true },
];

describe.each(ways)('events through $name', ({ kafka }) => {
  describeReal('postgres', ...(kafka ? (['kafka'] as const) : []))('', () => {
    let database: TestDatabase;
    let bus: TestDatabase;
    let options: Partial<MessagingOptions>;
    const services: BusService[] = [];

    const start = async (behaviour?: Behaviour, more: Partial<MessagingOptions> = {}): Promise<BusService> => {
      const service = await startBusService(database.url, { ...options, ...more }, behaviour);
      services.push(service);
      return service;
    };

    beforeEach(async () => {
      database = await provideTestDatabase();
      bus = await provideTestDatabase();
      // Topics of its own per test: a restart of positions in a shared topic would be passed over as a repeat.
      const topicPrefix = `${aTenantId()}.`;
      if (kafka) await provisionTopics({ brokers: kafkaBrokers() }, topicPrefix);
      else await provisionBus(bus.url);
      options = { bus: kafka ? { kafka: { brokers: kafkaBrokers() }, topicPrefix } : { busDatabaseUrl: bus.url } };
    });

    afterEach(async () => {
      await Promise.all(services.splice(0).map((service) => service.stop()));
      await database.drop();
      await bus.drop();
    });

    const append = (service: BusService, ...events: NewEvent[]) =>
      service.dataSource.transaction((tx) => service.log.append(tx, events));

    it('arrive once, in order per tenant, with the transaction that appended them', async () => {
      const service = await start();
      const [a, b] = [aTenantId(), aTenantId()];
      for (let n = 1; n <= 20; n++) {
        await service.dataSource.transaction((tx) => service.log.append(tx, [request(a, n), request(b, n)]));
      }
      await service.dataSource
        .transaction(async (tx) => {
          await service.log.append(tx, [request(a, 99)]);
          throw new Error('rolled back');
        })
        .catch(() => undefined);
      await service.dataSource.transaction((tx) => service.log.append(tx, [request(a, 21)]));
      const expected = Array.from({ length: 20 }, (_, i) => i + 1);
      await eventually(async () => expect(await seenBy(service.dataSource, a)).toEqual([...expected, 21]));
      await eventually(async () => expect(await seenBy(service.dataSource, b)).toEqual(expected));
    });

    it('hold only their own partition while a handler fails, and come again without a skip', async () => {
      const stuck = aTenantId();
      let other = aTenantId();
      while (partitionOf(other) === partitionOf(stuck)) other = aTenantId();
      let failing = true;
      const service = await start({
        before: (event) => {
          if (event.tenantId === stuck && failing) throw Object.assign(new Error('not today'), { code: 'ECONNRESET' });
        },
      });
      await service.publisher.publish([request(stuck, 1), request(other, 1), request(stuck, 2)]);
      await eventually(async () => expect(await seenBy(service.dataSource, other)).toEqual([1]));
      expect(await seenBy(service.dataSource, stuck)).toEqual([]);
      failing = false;
      await eventually(async () => expect(await seenBy(service.dataSource, stuck)).toEqual([1, 2]));
    });

    it('tell how many wait behind a handler that hangs, and for how long it has, though nothing moves', async () => {
      const tenant = aTenantId();
      let goOn: () => void = () => undefined;
      const hanging = new Promise<void>((resolve) => (goOn = resolve));
      const service = await start({ before: () => hanging });
      const place = { topic: TOPIC, partition: partitionOf(tenant) };
      const behind = async () => {
        const { places } = await storedStand(service.dataSource, 'test');
        return service.stand.lag(places, await service.stand.ends()).filter(({ lag }) => lag > 0);
      };
      await service.publisher.publish([request(tenant, 1), request(tenant, 2), request(tenant, 3)]);
      await eventually(() => expect([...service.health.batchAges.keys()]).toEqual([`${TOPIC}/${place.partition}`]));
      expect(await behind()).toEqual([{ ...place, lag: 3 }]);
      const [age = 0] = service.health.batchAges.values();
      await eventually(() => expect([...service.health.batchAges.values()][0]).toBeGreaterThan(age));
      goOn();
      await eventually(async () => expect(await behind()).toEqual([]));
      await eventually(() => expect([...service.health.batchAges.keys()]).toEqual([]));
    });

    it('tell since when a batch fails, over all of its tries', async () => {
      const tenant = aTenantId();
      let failing = true;
      const service = await start({
        before: () => {
          if (failing) throw Object.assign(new Error('not today'), { code: 'ECONNRESET' });
        },
      });
      await service.publisher.publish([request(tenant, 1)]);
      await eventually(() => expect(service.health.retries).toBeGreaterThan(0));
      const [age = NaN] = service.health.batchAges.values();
      const { retries } = service.health;
      await eventually(() => expect(service.health.retries).toBeGreaterThan(retries));
      expect([...service.health.batchAges.values()][0]).toBeGreaterThan(age);
      failing = false;
      await eventually(() => expect([...service.health.batchAges.keys()]).toEqual([]));
    });

    it('park the tenant whose events make the handler throw again and again, and let its neighbours flow', async () => {
      const poisoned = aTenantId();
      let neighbour = aTenantId();
      while (partitionOf(neighbour) !== partitionOf(poisoned)) neighbour = aTenantId();
      const service = await start({
        before: (event) => {
          if (event.tenantId === poisoned) throw new RangeError('Invalid time value');
        },
      });
      await service.publisher.publish([request(poisoned, 1), request(neighbour, 1)]);
      await eventually(async () => expect(await seenBy(service.dataSource, neighbour)).toEqual([1]));
      expect(await seenBy(service.dataSource, poisoned)).toEqual([]);
      expect(await service.dataSource.query('SELECT tenant_id, code, reason FROM parked_streams')).toEqual([
        { tenant_id: poisoned, code: 'handler-failed', reason: 'this service fails on these events (RangeError)' },
      ]);
    });

    it('go on from the stored place after a restart', async () => {
      const tenant = aTenantId();
      const first = await start();
      await first.publisher.publish([request(tenant, 1), request(tenant, 2)]);
      await eventually(async () => expect(await seenBy(first.dataSource, tenant)).toEqual([1, 2]));
      await first.stop();
      services.splice(services.indexOf(first), 1);
      const second = await start();
      await second.publisher.publish([request(tenant, 3)]);
      await eventually(async () => expect(await seenBy(second.dataSource, tenant)).toEqual([1, 2, 3]));
    });

    it('begin at the stored place, whatever the broker remembers of the group', async () => {
      const tenant = aTenantId();
      const first = await start();
      await first.publisher.publish([request(tenant, 1), request(tenant, 2), request(tenant, 3)]);
      await eventually(async () => expect(await seenBy(first.dataSource, tenant)).toEqual([1, 2, 3]));
      await first.stop();
      services.splice(0);
      // As after a database was restored from a backup that was made before the last two.
      await withClient(database.url, async (client) => {
        await client.query('DELETE FROM seen WHERE number > 1');
        await client.query('UPDATE consumer_progress SET next_offset = 1, mark = NULL');
      });
      const second = await start();
      await second.publisher.publish([request(tenant, 4)]);
      await eventually(async () => expect(await seenBy(second.dataSource, tenant)).toEqual([1, 2, 3, 4]));
    });

    it('are handled once though two members run', async () => {
      const one = await start();
      const two = await start();
      const tenants = Array.from({ length: 24 }, aTenantId);
      await one.dataSource.transaction((tx) =>
        one.log.append(
          tx,
          tenants.flatMap((t) => [request(t, 1), request(t, 2)]),
        ),
      );
      await two.dataSource.transaction((tx) =>
        two.log.append(
          tx,
          tenants.map((t) => request(t, 3)),
        ),
      );
      for (const tenant of tenants)
        await eventually(async () => expect(await seenBy(one.dataSource, tenant)).toEqual([1, 2, 3]));
    });

    it('are passed over when the relay publishes them again', async () => {
      const tenant = aTenantId();
      const service = await start();
      await service.dataSource.transaction((tx) => service.log.append(tx, [request(tenant, 1), request(tenant, 2)]));
      await eventually(async () => expect(await seenBy(service.dataSource, tenant)).toEqual([1, 2]));
      await service.dataSource.query('UPDATE relay_cursor SET position = 0');
      await service.dataSource.transaction((tx) => service.log.append(tx, [request(tenant, 3)]));
      await eventually(async () => expect(await seenBy(service.dataSource, tenant)).toEqual([1, 2, 3]));
    });

    it('park the tenant whose row Postgres refuses, let the others flow, and go on in order when tried again', async () => {
      const refused = aTenantId();
      let other = aTenantId();
      while (partitionOf(other) !== partitionOf(refused)) other = aTenantId();
      const behaviour: Behaviour = { refuse: refused };
      const service = await start(behaviour);
      await service.publisher.publish([request(refused, 1), request(other, 1), request(refused, 2)]);
      await service.publisher.publish([request(refused, 3), request(other, 2)]);
      await eventually(async () => expect(await seenBy(service.dataSource, other)).toEqual([1, 2]));
      expect(await seenBy(service.dataSource, refused)).toEqual([]);
      await eventually(async () =>
        expect(
          await service.dataSource.query('SELECT code FROM parked_streams WHERE tenant_id = $1', [refused]),
        ).toEqual([{ code: 'sqlstate-22P02' }]),
      );
      delete behaviour.refuse;
      const parked = new ParkedTenants(service.dataSource);
      await eventually(async () =>
        expect((await service.dataSource.query<unknown[]>('SELECT 1 FROM parked_events')).length).toBe(3),
      );
      expect(await parked.retry(TOPIC, refused, { handle: note }, 'grace')).toBe(true);
      expect(await seenBy(service.dataSource, refused)).toEqual([1, 2, 3]);
      await service.publisher.publish([request(refused, 4)]);
      await eventually(async () => expect(await seenBy(service.dataSource, refused)).toEqual([1, 2, 3, 4]));
    });

    it('end the process, with a sentence, when the stream was started anew', async () => {
      const tenant = aTenantId();
      const fatal: Error[] = [];
      const service = await start({}, { onFatal: (error) => fatal.push(error) });
      await append(service, request(tenant, 1));
      await eventually(async () => expect(await seenBy(service.dataSource, tenant)).toEqual([1]));
      await service.dataSource.query('UPDATE event_stream SET epoch = 2');
      await append(service, request(tenant, 2));
      await eventually(() => expect(fatal[0]?.message).toContain('stands in epoch 1'));
      expect(service.health.problem).toBe(fatal[0]?.message);
      expect(await seenBy(service.dataSource, tenant)).toEqual([1]);
    });

    it('fail the start when the topic was made anew, instead of passing over what comes', async () => {
      const tenant = aTenantId();
      const first = await start();
      await first.publisher.publish([request(tenant, 1)]);
      await eventually(async () => expect(await seenBy(first.dataSource, tenant)).toEqual([1]));
      await first.stop();
      services.splice(0);
      await withClient(database.url, (client) => client.query('UPDATE consumer_progress SET next_offset = 1000'));
      await expect(start()).rejects.toThrow(/the topic was made anew/);
    });

    it('wait at a gap, held, until the missing one is there', async () => {
      const tenant = aTenantId();
      const service = await start();
      await append(service, request(tenant, 1));
      await eventually(async () => expect(await seenBy(service.dataSource, tenant)).toEqual([1]));
      await service.dataSource.query('UPDATE consumer_progress SET position = position - 1 WHERE position = 1');
      await append(service, request(tenant, 2));
      await eventually(() =>
        expect([...service.health.held.values()]).toEqual([expect.stringContaining('position 1')]),
      );
      await service.dataSource.query('UPDATE consumer_progress SET position = 1 WHERE position = 0');
      await eventually(async () => expect(await seenBy(service.dataSource, tenant)).toEqual([1, 2]));
      await eventually(() => expect(service.health.held.size).toBe(0));
    });

    it('end the process when a handler hangs', async () => {
      const fatal: Error[] = [];
      const hang: { end?: () => void } = {};
      const service = await start(
        { before: () => new Promise((resolve) => (hang.end = resolve)) },
        { handlerTimeoutMs: 100, onFatal: (error) => fatal.push(error) },
      );
      await service.publisher.publish([request(aTenantId(), 1)]);
      await eventually(() => expect(fatal[0]?.message).toContain('hangs'));
      expect(service.health.problem).toContain('hangs');
      hang.end?.();
    });

    it('finish the running batch on a stop, and give it to nobody again', async () => {
      const tenant = aTenantId();
      const running: { end?: () => void } = {};
      const service = await start({ before: () => new Promise((resolve) => (running.end = resolve)) });
      await service.publisher.publish([request(tenant, 1)]);
      await eventually(() => expect(running.end).toBeDefined());
      services.splice(0);
      const stopped = service.stop();
      running.end?.();
      await stopped;
      const next = await start();
      await next.publisher.publish([request(tenant, 2)]);
      await eventually(async () => expect(await seenBy(next.dataSource, tenant)).toEqual([1, 2]));
    });

    it('fail the start with a sentence when the topics are not there', async () => {
      const empty = await provideTestDatabase();
      const nowhere = kafka
        ? { kafka: { brokers: kafkaBrokers() }, topicPrefix: 'nowhere.' }
        : { busDatabaseUrl: empty.url };
      if (!kafka) await provisionBus(empty.url);
      if (!kafka) await withClient(empty.url, (client) => client.query('DELETE FROM bus_stream'));
      await expect(start({}, { bus: nowhere })).rejects.toThrow(TopicsError);
      await empty.drop();
    });
  });
});
