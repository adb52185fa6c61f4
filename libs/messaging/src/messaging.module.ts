import { type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { BusStand } from './bus-stand';
import { EventConsumer } from './consumer/event-consumer';
import { ParkedTenants } from './consumer/parked-tenants';
import { storedOffsets } from './consumer/progress.repository';
import { EmbeddedBatchServer } from './embedded/embedded-batch.server';
import { EmbeddedTransport } from './embedded/embedded.transport';
import { EventLog } from './event-log/event-log';
import { kafkaClient } from './kafka/kafka-client';
import { KafkaBatchServer } from './kafka/kafka-batch.server';
import { KafkaTransport } from './kafka/kafka.transport';
import { BUS_ADDRESS, type BusAddress, MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options';
import { MessagingHealth } from './messaging-health';
import { livelyConnection, serverNotices } from './storage/connection-settings';
import { Relay } from './relay/relay';
import type { BatchServer } from './stream/batch-server';
import { EventPublisher } from './transport/event-publisher';
import { EVENT_TRANSPORT, type EventTransport } from './transport/event-transport';

/** Connections of the embedded log: batches of a few partitions at once and one publish. */
const BUS_POOL = 4;
/** A publish of thousands of records takes seconds; what takes longer comes from a machine that is gone. */
const BUS_ANSWER_MS = 30_000;

const busPool = (service: string, url: string | undefined): Pool =>
  new Pool({
    ...livelyConnection,
    connectionString: url,
    max: BUS_POOL,
    application_name: `${service}-bus`,
    options: serverNotices,
    connectionTimeoutMillis: 10_000,
    query_timeout: BUS_ANSWER_MS,
  });

function transportOf({ service }: MessagingOptions, bus: BusAddress): EventTransport {
  if (bus.kafka) return new KafkaTransport(service, bus.kafka, bus.topicPrefix ?? '');
  if (bus.busDatabaseUrl) return new EmbeddedTransport(busPool(service, bus.busDatabaseUrl));
  throw new Error('Neither KAFKA_BROKERS nor BUS_DATABASE_URL is set: events have no way to go.');
}

/** The bus that this service was told of. */
const BUS = Symbol('BUS');

/** Makes the strategy that gives this service's `@EventBatch` handlers their batches; one per start. */
@Injectable()
export class BatchStrategy {
  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(BUS) private readonly bus: BusAddress,
    private readonly dataSource: DataSource,
    private readonly health: MessagingHealth,
  ) {}

  /** For `app.connectMicroservice({ strategy })`. */
  create(): BatchServer {
    const { options, health, bus } = this;
    const stored = (topic: string) => storedOffsets(this.dataSource, options.groupId, topic);
    const { kafka } = bus;
    if (kafka) {
      return new KafkaBatchServer(
        options,
        health,
        (onTopicAway) => kafkaClient(options.service, kafka, undefined, onTopicAway),
        stored,
        bus.topicPrefix ?? '',
      );
    }
    const pool = busPool(options.service, bus.busDatabaseUrl);
    return new EmbeddedBatchServer(options, health, pool, stored);
  }
}

/** Closes the transport last: the relay's shutdown has published what was committed. */
@Injectable()
class TransportShutdown implements OnApplicationShutdown {
  constructor(
    @Inject(EVENT_TRANSPORT) private readonly transport: EventTransport,
    private readonly relay: Relay,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.relay.onApplicationShutdown();
    await this.transport.close();
  }
}

/** A service's part in the bus: event log and relay, publisher, consumer, strategy. */
@Module({})
export class MessagingModule {
  /** Imported by the service's AppModule, beside its database module. */
  static forService(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: MESSAGING_OPTIONS, useValue: options },
        {
          provide: BUS,
          inject: [{ token: BUS_ADDRESS, optional: true }],
          useFactory: (configured?: BusAddress): BusAddress => options.bus ?? configured ?? {},
        },
        { provide: EVENT_TRANSPORT, inject: [BUS], useFactory: (bus: BusAddress) => transportOf(options, bus) },
        MessagingHealth,
        EventLog,
        EventPublisher,
        EventConsumer,
        BusStand,
        ParkedTenants,
        Relay,
        BatchStrategy,
        TransportShutdown,
      ],
      exports: [
        MESSAGING_OPTIONS,
        EVENT_TRANSPORT,
        MessagingHealth,
        EventLog,
        EventPublisher,
        EventConsumer,
        BusStand,
        ParkedTenants,
        BatchStrategy,
      ],
    };
  }
}
