import { Injectable, type OnModuleInit } from '@nestjs/common';
import { poolOf } from '@people-sync/messaging';
import { DataSource } from 'typeorm';
import { metrics } from '../metrics/catalogue';
import { Meters } from '../metrics/meters';
import { Look } from '../metrics/look';
import { ScrapeDatabase } from './scrape-database';

/** Tells whether the database answers, and who waits for a connection to it. */
@Injectable()
export class DatabaseWatch implements OnModuleInit {
  constructor(
    private readonly meters: Meters,
    private readonly dataSource: DataSource,
    private readonly scrapes: ScrapeDatabase,
  ) {}

  onModuleInit(): void {
    const { meters, scrapes } = this;
    const pool = poolOf(this.dataSource);
    const answer = new Look(() => scrapes.ask('SELECT 1'));
    meters.number(metrics.databaseUp, () =>
      answer.now().then(
        () => 1,
        () => 0,
      ),
    );
    meters.gauge(metrics.databaseConnections, () => [
      { labels: { state: 'used' }, value: pool.totalCount - pool.idleCount },
      { labels: { state: 'idle' }, value: pool.idleCount },
    ]);
    meters.number(metrics.databaseMax, () => pool.options.max);
    meters.number(metrics.databaseWaiting, () => pool.waitingCount);
  }
}
