import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** The one clock that decides: every process asks the same database, so none of them can be wrong by itself. */
@Injectable()
export class DatabaseClock {
  /** The time of this very moment, not of the transaction's beginning. */
  async now(tx: EntityManager): Promise<Date> {
    const [row] = await tx.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    if (!row) throw new Error('the database tells no time');
    return row.now;
  }
}
