import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Licence } from './licence.entity';

/** A tenant's licences as the lock found them. */
export interface LockedLicence {
  readonly tenantId: string;
  readonly seats: number | null;
  readonly seatsKnown: boolean;
  readonly active: number;
  readonly waiting: number;
  /** The change number before this write. */
  readonly lastChangeNo: number;
  /** How many parts of the tenant's stream were left out. */
  readonly drops: number;
}

/** The licence rows: counters, and the lock under which a tenant's people are written. */
@Injectable()
export class LicencesRepository {
  /**
   * Locks the tenants' rows until the transaction ends, in one order for everybody, and makes those that are missing.
   * Each tenant's write time is now, but always after its last: the lock comes first, so time and commits agree.
   */
  async lock(tx: EntityManager, tenantIds: readonly string[]): Promise<LockedLicence[]> {
    const sorted = [...new Set(tenantIds)].sort();
    await tx.query(
      `INSERT INTO licences (tenant_id)
       SELECT tenant_id FROM unnest($1::text[]) WITH ORDINALITY AS t (tenant_id, place) ORDER BY place
       ON CONFLICT DO NOTHING`,
      [sorted],
    );
    await tx.query(`SELECT FROM licences WHERE tenant_id = ANY ($1) ORDER BY tenant_id FOR UPDATE`, [sorted]);
    return this.open(tx, sorted);
  }

  /** Takes the time of a further write under a lock that is held already. */
  async open(tx: EntityManager, tenantIds: readonly string[]): Promise<LockedLicence[]> {
    // Milliseconds, as every reader sees them: a version is then visible as of the time it shows. No two writes share one,
    // so that a time and a change number name the same moment.
    return tx.query<LockedLicence[]>(
      `WITH opened AS (
         UPDATE licences SET last_written_at =
           greatest(date_trunc('milliseconds', clock_timestamp()), last_written_at + interval '1 millisecond')
         WHERE tenant_id = ANY ($1) RETURNING *
       )
       SELECT tenant_id AS "tenantId", seats::float8, seats_known AS "seatsKnown", active::float8, waiting::float8,
         last_change_no::float8 AS "lastChangeNo", drops::float8
       FROM opened`,
      [tenantIds],
    );
  }

  /**
   * A part of the tenant's stream was left out. The tenant's row is locked.
   * @param inDoubt nobody can tell what it was a part of.
   */
  async noteDrop(tx: EntityManager, tenantId: string, inDoubt: boolean): Promise<void> {
    await tx.query(`UPDATE licences SET drops = drops + 1, in_doubt = in_doubt OR $2 WHERE tenant_id = $1`, [
      tenantId,
      inDoubt,
    ]);
  }

  /** True once for what was left out in doubt: the asker has found what it was a part of. The tenant's row is locked. */
  async settleDoubt(tx: EntityManager, tenantId: string): Promise<boolean> {
    const [, settled] = await tx.query<[unknown[], number]>(
      `UPDATE licences SET in_doubt = false WHERE tenant_id = $1 AND in_doubt`,
      [tenantId],
    );
    return settled > 0;
  }

  async setSeats(tx: EntityManager, tenantId: string, seats: number | null): Promise<void> {
    await tx.update(Licence, { tenantId }, { seats, seatsKnown: true });
  }

  /** Undefined until the platform said how many licences the tenant has. */
  async find(tx: EntityManager, tenantId: string): Promise<Licence | undefined> {
    return (await tx.findOneBy(Licence, { tenantId, seatsKnown: true })) ?? undefined;
  }
}
