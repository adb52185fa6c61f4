import 'reflect-metadata';
import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import { type AnyEvent, isEvent, newEvent, type NewEvent, SyncRequested } from '@people-sync/contracts';
import {
  aTenantId,
  describeReal,
  eventually,
  kafkaBrokers,
  provideTestDatabase,
  type TestDatabase,
} from '@people-sync/testing';
import { DataSource, type EntityManager } from 'typeorm';
import {
  BatchContext,
  BatchStrategy,
  EventBatch,
  EventConsumer,
  EventLog,
  EventPublisher,
  type MessagingOptions,
  MessagingModule,
  messagingMigrations,
  ParkedTenants,
  partitionOf,
  provisionBus,
  provisionTopics,
  type RawRecord,
} from './index';

/** One service with a handler that writes what it sees to its own table, in the batch's transaction. */
interface Service {
  readonly app: INestMicroservice;
  readonly dataSource: DataSource;
  readonly log: EventLog;
  readonly publisher: EventPublisher;
  stop(): Promise<void>;
}

/** What a test does to the handler. */
interface Behaviour {
  /** Called with every event before it is written; may throw. */
  before?(event: AnyEvent): void;
  /** SQL run for every event of this tenant instead of the normal write. */
  refuse?: string;
}

const request = (tenantId: string, number: number): NewEvent =>
  newEvent(
    SyncRequested,
    { source: '/peoplesync/test', tenantId },
    { number, mode: 'apply', trigger: 'manual', baseDigest: null, erased: [] },
  );

const numberOf = (event: AnyEvent): number => (isEvent(SyncRequested, event) ? event.data.number : 0);

async function startService(
  database: string,
  options: Partial<MessagingOptions>,
  behaviour: Behaviour = {},
): Promise<Service> {
  const dataSource = new DataSource({ type: 'postgres', url: database, migrations: messagingMigrations, poolSize: 6 });
  await dataSource.initialize();
  await dataSource.query('SELECT pg_advisory_lock(1)');
  await dataSource.runMigrations();
  await dataSource.query('CREATE TABLE IF NOT EXISTS seen (seq bigserial, tenant_id text, number int)');
  await dataSource.query('SELECT pg_advisory_unlock_all()');
  const handle = async (tx: EntityManager, events: AnyEvent[]): Promise<void> => {
    for (const event of events) {
      behaviour.before?.(event);
      const number = event.tenantId === behaviour.refuse ? 'x' : numberOf(event);
      await tx.query('INSERT INTO seen (tenant_id, number) VALUES ($1, $2)', [event.tenantId, number]);
    }
  };

  @Controller()
  class Handler {
    constructor(private readonly consumer: EventConsumer) {}

    @EventBatch('peoplesync.requests')
    async on(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
      await this.consumer.consume(records, context, { handle });
    }
  }

  @Module({
    imports: [
      {
        module: class Database {},
        global: true,
        providers: [{ provide: DataSource, useValue: dataSource }],
        exports: [DataSource],
      },
      MessagingModule.forService({
        service: 'test',
        groupId: 'test',
        emits: true,
        consumes: true,
        backoffMs: () => 50,
        ...options,
      }),
    ],
    controllers: [Handler],
  })
  class App {}

  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class only by name
  const context = await NestFactory.create(App, { logger: false });
  const app = context.connectMicroservice({ strategy: context.get(BatchStrategy).create() });
  await context.init();
  await context.startAllMicroservices();
  return {
    app,
    dataSource,
    log: context.get(EventLog),
    publisher: context.get(EventPublisher),
    stop: async () => {
      await context.close();
      await dataSource.destroy();
    },
  };
}

const seenBy = async (service: Service, tenantId: string): Promise<number[]> => {
  const rows = await service.dataSource.query<{ number: number }[]>(
    'SELECT number FROM seen WHERE tenant_id = $1 ORDER BY seq',
    [tenantId],
  );
  return rows.map((row) => row.number);
};

/** The one contract that every way for events must keep. */
const ways = [
  { name: 'the embedded log', kafka: false },
  { name: 'Kafka', kafka: true },
];

// Starting apps and joining a group may take longer than Jest's five seconds on a busy machine.
jest.setTimeout(60_000);

describe.each(ways)('events through $name', ({ kafka }) => {
  describeReal('postgres', ...(kafka ? (['kafka'] as const) : []))('', () => {
    let database: TestDatabase;
    let bus: TestDatabase;
    let options: Partial<MessagingOptions>;
    const services: Service[] = [];

    const start = async (behaviour?: Behaviour, more: Partial<MessagingOptions> = {}): Promise<Service> => {
      const service = await startService(database.url, { ...options, ...more }, behaviour);
      services.push(service);
      return service;
    };

    beforeEach(async () => {
      database = await provideTestDatabase();
      bus = await provideTestDatabase();
      // Topics of its own per test: a restart of positions in a shared topic would be passed over as a repeat.
      const topicPrefix = `${aTenantId()}.`;
      if (kafka) await provisionTopics(kafkaBrokers(), topicPrefix);
      else await provisionBus(bus.url);
      options = { bus: kafka ? { kafkaBrokers: kafkaBrokers(), topicPrefix } : { busDatabaseUrl: bus.url } };
    });

    afterEach(async () => {
      await Promise.all(services.splice(0).map((service) => service.stop()));
      await database.drop();
      await bus.drop();
    });

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
      await eventually(async () => expect(await seenBy(service, a)).toEqual([...expected, 21]));
      await eventually(async () => expect(await seenBy(service, b)).toEqual(expected));
    });

    it('hold only their own partition while a handler fails, and come again without a skip', async () => {
      const stuck = aTenantId();
      let other = aTenantId();
      while (partitionOf(other) === partitionOf(stuck)) other = aTenantId();
      let failing = true;
      const service = await start({
        before: (event) => {
          if (event.tenantId === stuck && failing) throw new TypeError('not today');
        },
      });
      await service.publisher.publish([request(stuck, 1), request(other, 1), request(stuck, 2)]);
      await eventually(async () => expect(await seenBy(service, other)).toEqual([1]));
      expect(await seenBy(service, stuck)).toEqual([]);
      failing = false;
      await eventually(async () => expect(await seenBy(service, stuck)).toEqual([1, 2]));
    });

    it('go on from the stored place after a restart', async () => {
      const tenant = aTenantId();
      const first = await start();
      await first.publisher.publish([request(tenant, 1), request(tenant, 2)]);
      await eventually(async () => expect(await seenBy(first, tenant)).toEqual([1, 2]));
      await first.stop();
      services.splice(services.indexOf(first), 1);
      const second = await start();
      await second.publisher.publish([request(tenant, 3)]);
      await eventually(async () => expect(await seenBy(second, tenant)).toEqual([1, 2, 3]));
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
      for (const tenant of tenants) await eventually(async () => expect(await seenBy(one, tenant)).toEqual([1, 2, 3]));
    });

    it('are passed over when the relay publishes them again', async () => {
      const tenant = aTenantId();
      const service = await start();
      await service.dataSource.transaction((tx) => service.log.append(tx, [request(tenant, 1), request(tenant, 2)]));
      await eventually(async () => expect(await seenBy(service, tenant)).toEqual([1, 2]));
      await service.dataSource.query('UPDATE relay_cursor SET position = 0');
      await service.dataSource.transaction((tx) => service.log.append(tx, [request(tenant, 3)]));
      await eventually(async () => expect(await seenBy(service, tenant)).toEqual([1, 2, 3]));
    });

    it('park the tenant whose row Postgres refuses, let the others flow, and go on in order when tried again', async () => {
      const refused = aTenantId();
      let other = aTenantId();
      while (partitionOf(other) !== partitionOf(refused)) other = aTenantId();
      const behaviour: Behaviour = { refuse: refused };
      const service = await start(behaviour);
      await service.publisher.publish([request(refused, 1), request(other, 1), request(refused, 2)]);
      await service.publisher.publish([request(refused, 3), request(other, 2)]);
      await eventually(async () => expect(await seenBy(service, other)).toEqual([1, 2]));
      expect(await seenBy(service, refused)).toEqual([]);
      await eventually(async () =>
        expect(
          await service.dataSource.query('SELECT code FROM parked_streams WHERE tenant_id = $1', [refused]),
        ).toEqual([{ code: 'sqlstate-22P02' }]),
      );
      delete behaviour.refuse;
      const parked = new ParkedTenants(service.dataSource);
      const handle = async (tx: EntityManager, events: AnyEvent[]): Promise<void> => {
        for (const event of events)
          await tx.query('INSERT INTO seen (tenant_id, number) VALUES ($1, $2)', [event.tenantId, numberOf(event)]);
      };
      await eventually(async () =>
        expect((await service.dataSource.query<unknown[]>('SELECT 1 FROM parked_events')).length).toBe(3),
      );
      expect(await parked.retry('peoplesync.requests', refused, { handle })).toBe(true);
      expect(await seenBy(service, refused)).toEqual([1, 2, 3]);
      await service.publisher.publish([request(refused, 4)]);
      await eventually(async () => expect(await seenBy(service, refused)).toEqual([1, 2, 3, 4]));
    });
  });
});
