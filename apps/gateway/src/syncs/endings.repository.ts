import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { SyncState } from './sync-state';
import { SYNC_COLUMNS, type SyncName } from './syncs.repository';

/** A sync that is to be cancelled, as it is now. */
export interface WantedEnding extends SyncState {
  /** A stable word. */
  readonly why: string;
  readonly wantedBy: string;
}

/** That all syncs of a tenant are to end. */
export interface EndingWish {
  readonly tenantId: string;
  readonly wantedBy: string;
  /** By the database's clock: of those only that were asked for until then. */
  readonly askedBy?: Date;
}

/** What is to end, kept until it has: the reconciler, which has to agree, may be away. */
@Injectable()
export class EndingsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** All of the tenants' syncs that are not over and do not apply yet are to end. */
  async wantAll(
    wishes: readonly EndingWish[],
    why: string,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO sync_endings (tenant_id, number, why, wanted_by)
       SELECT tenant_id, number, $4, wanted_by
         FROM syncs JOIN unnest($1::text[], $2::text[], $3::timestamptz[]) AS w (tenant_id, wanted_by, asked_by)
           USING (tenant_id)
        WHERE rank < 5 AND (asked_by IS NULL OR requested_at <= asked_by)
       ON CONFLICT DO NOTHING`,
      [
        wishes.map(({ tenantId }) => tenantId),
        wishes.map(({ wantedBy }) => wantedBy),
        wishes.map(({ askedBy }) => askedBy?.toISOString() ?? null),
        why,
      ],
    );
  }

  async isWanted(tx: EntityManager, { tenantId, number }: SyncName): Promise<boolean> {
    const found = await tx.query<unknown[]>('SELECT FROM sync_endings WHERE tenant_id = $1 AND number = $2', [
      tenantId,
      number,
    ]);
    return found.length > 0;
  }

  /**
   * At most `limit` after the place, by tenant (or of one); of each the newest first, so that no follow-up gets the slot of
   * one that ends.
   */
  async wanted(after: SyncName, limit: number, tenantId?: string): Promise<WantedEnding[]> {
    return this.dataSource.query<WantedEnding[]>(
      `SELECT ${SYNC_COLUMNS}, why, wanted_by AS "wantedBy" FROM sync_endings JOIN syncs USING (tenant_id, number)
        WHERE (tenant_id > $1 OR tenant_id = $1 AND number < $2) AND ($4::text IS NULL OR tenant_id = $4)
        ORDER BY tenant_id, number DESC LIMIT $3`,
      [after.tenantId, after.number, limit, tenantId ?? null],
    );
  }

  /** It has ended, or it is too late for that. */
  async done({ tenantId, number }: SyncName): Promise<void> {
    await this.dataSource.query('DELETE FROM sync_endings WHERE tenant_id = $1 AND number = $2', [tenantId, number]);
  }
}
