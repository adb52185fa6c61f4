import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { withPosition } from '@people-sync/contracts';
import { DataSource } from 'typeorm';
import { MESSAGING_OPTIONS, type MessagingOptions } from '../messaging.options';
import { MessagingHealth } from '../messaging-health';
import { EVENT_TRANSPORT, type EventTransport, merged } from '../transport/event-transport';
import { RelayConnection } from './relay.repository';

/** A fallback for a lost wake-up. */
const IDLE_MS = 1000;
const LEADER_RETRY_MS = 500;
const BACKOFF_MAX_MS = 10_000;
const MAINTENANCE_MS = 60 * 60 * 1000;

/** Publishes what was committed to the event log, in order, at least once. One relay a service leads. */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Relay.name);
  private stopping = false;
  private woken = false;
  private wake: () => void = () => undefined;
  private running: Promise<void> | undefined;

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(EVENT_TRANSPORT) private readonly transport: EventTransport,
    private readonly dataSource: DataSource,
    private readonly health: MessagingHealth,
  ) {}

  onApplicationBootstrap(): void {
    if (this.options.emits) this.running = this.run();
  }

  /** After consumers have drained: what they committed last goes out, if the way is free. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.rouse();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopping) {
      try {
        await this.lead();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.health.relayFailed(error);
        this.logger.warn(
          `the relay was interrupted, again soon: ${error instanceof Error ? error.message : 'unknown error'}`,
        );
        this.woken = false;
        await this.pause(Math.min(BACKOFF_MAX_MS, 100 * 2 ** Math.min(failures, 7)));
      }
    }
  }

  private async lead(): Promise<void> {
    const connection = await RelayConnection.open(this.dataSource, () => this.rouse());
    try {
      while (!(await connection.tryLead())) {
        if (this.stopping) return;
        this.woken = false;
        await this.pause(LEADER_RETRY_MS);
      }
      let maintained = 0;
      for (;;) {
        if (Date.now() - maintained > MAINTENANCE_MS) {
          await connection.maintain(Date.now());
          maintained = Date.now();
        }
        this.woken = false;
        if (await this.publishNext(connection)) continue;
        if (this.stopping) return;
        await this.pause(IDLE_MS);
      }
    } finally {
      await connection.release();
    }
  }

  private async publishNext(connection: RelayConnection): Promise<boolean> {
    const rows = await connection.next();
    if (rows.length > 0) {
      await this.transport.publish(
        merged(
          rows.map(({ topic, partition, key, value, epoch, position }) => ({
            topic,
            partition,
            records: [{ key, value: withPosition(value, epoch, Number(position)) }],
          })),
        ),
      );
      await connection.moveCursors(rows);
    }
    this.health.relayed(rows.length);
    return rows.length > 0;
  }

  private rouse(): void {
    this.woken = true;
    this.wake();
  }

  /** Until woken (also while we were busy), or the time is over. */
  private async pause(ms: number): Promise<void> {
    if (this.woken) return;
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    const timer = new AbortController();
    await Promise.race([woken, wait(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    this.wake = () => undefined;
  }
}
