import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** The database's time, which decides what is started: a gateway's own clock may be wrong. */
@Injectable()
export class DatabaseClock {
  async now(tx: EntityManager): Promise<Date> {
    const [row] = await tx.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    if (!row) throw new Error('the database does not say what time it is');
    return row.now;
  }
}
