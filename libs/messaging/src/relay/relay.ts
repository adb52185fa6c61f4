import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Optional,
} from '@nestjs/common';
import type { Tracer } from '@opentelemetry/api';
import { DataSource } from 'typeorm';
import { StreamStoppedError } from '../consumer/stream-errors';
import { endProcess } from '../end-process';
import { MESSAGING_OPTIONS, type MessagingOptions } from '../messaging.options';
import { MessagingHealth } from '../messaging-health';
import { EVENT_TRANSPORT, type EventTransport } from '../transport/event-transport';
import { WakeUp } from '../stream/wake-up';
import { endsWithin } from '../stream/within';
import { TRACER } from '../tracing/spans';
import { Lead } from './lead';
import { RelayConnection } from './relay.repository';

/** A fallback for a lost wake-up. */
const IDLE_MS = 1000;
const LEADER_RETRY_MS = 500;
const LAST_ROUNDS_MS = 5000;
const BACKOFF_MAX_MS = 10_000;
const MAINTENANCE_MS = 60 * 60 * 1000;

/**
 * Publishes what was committed to the event log, in order, at least once. One relay a service leads. A partition that
 * refuses holds up its own tenants only.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Relay.name);
  private stopping = false;
  /** In a row. */
  private failures = 0;
  private readonly wakeUp = new WakeUp();
  private running: Promise<void> | undefined;

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(EVENT_TRANSPORT) private readonly transport: EventTransport,
    private readonly dataSource: DataSource,
    private readonly health: MessagingHealth,
    @Optional() @Inject(TRACER) private readonly tracer?: Tracer,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.options.emits) return;
    this.health.relayLives();
    this.running = this.run();
  }

  /** After consumers have drained: what they committed last goes out, if the way is free; else after the next start. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wakeUp.rouse();
    if (this.running && !(await endsWithin(this.running, LAST_ROUNDS_MS))) {
      this.logger.warn('events wait in the event log: they are published after the next start');
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.lead();
      } catch (error) {
        if (error instanceof StreamStoppedError) {
          endProcess(error, this.options, this.health);
          return;
        }
        this.failures += 1;
        this.health.relayFailed(error);
        this.logger.warn(
          `the relay was interrupted, again soon: ${error instanceof Error ? error.message : 'unknown error'}`,
        );
        await this.backOff();
      }
    }
  }

  /** Not shortened by appends, only by a stop. */
  private async backOff(): Promise<void> {
    this.wakeUp.reset();
    if (!this.stopping) await this.wakeUp.sleep(Math.min(BACKOFF_MAX_MS, 100 * 2 ** Math.min(this.failures, 7)));
  }

  private async lead(): Promise<void> {
    const connection = await RelayConnection.open(
      this.dataSource,
      () => this.wakeUp.rouse(),
      () => this.health.relayLives(),
    );
    const lead = new Lead(connection, this.transport, this.health, () => this.wakeUp.rouse(), this.tracer);
    try {
      while (!(await connection.tryLead())) {
        this.wakeUp.reset();
        if (this.stopping) return;
        await this.wakeUp.sleep(LEADER_RETRY_MS);
      }
      this.health.relayLeads = true;
      await lead.begin();
      let maintained = 0;
      for (;;) {
        if (Date.now() - maintained > MAINTENANCE_MS) {
          maintained = Date.now();
          await this.maintain(connection);
        }
        this.wakeUp.reset();
        const hasMore = await lead.round();
        this.failures = 0;
        if (hasMore) continue;
        if (this.stopping) return;
        await this.wakeUp.sleep(Math.min(IDLE_MS, lead.untilDue));
      }
    } finally {
      this.health.relayLeads = false;
      await lead.end();
      connection.release();
    }
  }

  /** Old days may stay a while; events may not. */
  private async maintain(connection: RelayConnection): Promise<void> {
    try {
      await connection.maintain(Date.now());
    } catch (error) {
      this.logger.warn(`the event log keeps old days: ${error instanceof Error ? error.message : 'unknown error'}`);
    }
  }
}
