import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import type { AnyEvent } from '@people-sync/contracts';
import { Client } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import {
  BatchContext,
  BatchStrategy,
  BusStand,
  EventBatch,
  EventConsumer,
  EventLog,
  EventPublisher,
  type MessagingOptions,
  MessagingModule,
  MessagingHealth,
  type RawRecord,
} from './index';
import { note, openDatabase, TOPIC } from './messaging.testkit';

/** One service with a handler that writes what it sees to its own table, in the batch's transaction. */
export interface BusService {
  readonly app: INestMicroservice;
  readonly dataSource: DataSource;
  readonly log: EventLog;
  readonly publisher: EventPublisher;
  readonly health: MessagingHealth;
  readonly stand: BusStand;
  stop(): Promise<void>;
}

/** What a test does to the handler. */
export interface Behaviour {
  /** Called with every event before it is written; may throw. */
  before?(event: AnyEvent): void | Promise<void>;
  /** Postgres refuses this tenant's rows. */
  refuse?: string;
}

/** Starts it; options that are not given are those of a service called `test` that tries again after 50 ms. */
export async function startBusService(
  database: string,
  options: Partial<MessagingOptions>,
  behaviour: Behaviour = {},
): Promise<BusService> {
  const dataSource = await openDatabase(database);
  const handle = async (tx: EntityManager, events: AnyEvent[]): Promise<void> => {
    for (const event of events) {
      await behaviour.before?.(event);
      if (event.tenantId === behaviour.refuse) await tx.query(`SELECT 'x'::int`);
    }
    await note(tx, events);
  };

  @Controller()
  class Handler {
    constructor(private readonly consumer: EventConsumer) {
      consumer.takes(TOPIC, { handle });
    }

    @EventBatch(TOPIC)
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
  const stop = async (): Promise<void> => {
    await context.close();
    await dataSource.destroy();
  };
  try {
    await context.init();
    await context.startAllMicroservices();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    app,
    dataSource,
    log: context.get(EventLog),
    publisher: context.get(EventPublisher),
    health: context.get(MessagingHealth),
    stand: context.get(BusStand),
    stop,
  };
}

/** Works on a database over a connection of its own. */
export async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await work(client).finally(() => client.end());
}
