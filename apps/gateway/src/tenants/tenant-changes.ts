import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** Each holds a connection while neighbours are told: a neighbour that hangs must not have them all. */
const AT_ONCE = 2;

/**
 * Changes of one tenant come one after the other, in whichever gateway, also before there is one: neighbours who own a part
 * of it are told within, so that what they were told last is what stands here.
 */
@Injectable()
export class TenantChanges {
  private readonly waiting: (() => void)[] = [];
  private atWork = 0;

  constructor(private readonly dataSource: DataSource) {}

  async alone<T>(tenantId: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    if (this.atWork >= AT_ONCE) await new Promise<void>((go) => this.waiting.push(go));
    else this.atWork++;
    try {
      return await this.dataSource.transaction(async (tx) => {
        await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`tenant:${tenantId}`]);
        return work(tx);
      });
    } finally {
      // Whoever waits takes this place over.
      const next = this.waiting.shift();
      if (next) next();
      else this.atWork--;
    }
  }
}
