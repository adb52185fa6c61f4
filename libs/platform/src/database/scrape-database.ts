import { livelyConnection, serverNotices } from '@people-sync/messaging';
import { Pool } from 'pg';

/** What is asked here is answered by an index; what takes longer is of a database that has other troubles. */
const ANSWER_MS = 2_000;
/** Given back when nobody scrapes any more. */
const IDLE_MS = 60_000;

/**
 * One connection, apart from the pool, on which gauges ask the service's schema: what they say matters most when
 * everything else waits for a connection. It is opened by the first scrape.
 */
export class ScrapeDatabase {
  private readonly pool: Pool;

  constructor(options: { readonly url: string; readonly schema: string }) {
    this.pool = new Pool({
      ...livelyConnection,
      connectionString: options.url,
      max: 1,
      application_name: `peoplesync-${options.schema}-metrics`,
      options: `-c search_path=${options.schema} -c statement_timeout=${ANSWER_MS} ${serverNotices}`,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      idleTimeoutMillis: IDLE_MS,
      allowExitOnIdle: true,
    });
    // An idle connection that is lost is replaced; without a listener it would end the process.
    this.pool.on('error', () => undefined);
  }

  /** @throws if the database does not answer within two seconds */
  async ask<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>(sql, [...values]);
    return rows;
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
