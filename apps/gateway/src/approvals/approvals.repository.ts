import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { SyncName } from '../syncs/syncs.repository';

/** Somebody's OK for a held plan, as it was given. */
export interface Approval {
  readonly tenantId: string;
  /** Of the sync. */
  readonly number: number;
  readonly syncId: string;
  readonly hash: string;
  /** Person ids, in order. */
  readonly exclude: readonly string[];
  /** To those alone who leave by status or date. */
  readonly leaversOnly: boolean;
  readonly actor: string;
  readonly askedAt: Date;
}

/** One that the reconciler has not answered. */
export interface UnansweredApproval extends Approval {
  /** It was told for long enough. */
  readonly overdue: boolean;
}

const COLUMNS = `a.tenant_id AS "tenantId", a.number, a.sync_id AS "syncId", a.hash, a.exclude,
  a.leavers_only AS "leaversOnly", a.actor, a.asked_at AS "askedAt"`;

@Injectable()
export class ApprovalsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Stores an OK; one that was refused before gives way. */
  async put(tx: EntityManager, approval: Approval): Promise<void> {
    const { tenantId, number, syncId, hash, exclude, leaversOnly, actor, askedAt } = approval;
    await tx.query(
      `INSERT INTO approvals (tenant_id, number, sync_id, hash, exclude, leavers_only, actor, asked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (tenant_id, number) DO UPDATE
          SET hash = excluded.hash, exclude = excluded.exclude, leavers_only = excluded.leavers_only,
              actor = excluded.actor, asked_at = excluded.asked_at`,
      [tenantId, number, syncId, hash, exclude, leaversOnly, actor, askedAt],
    );
  }

  /** The newest OK for this sync. */
  async one(tx: EntityManager, tenantId: string, number: number): Promise<Approval | undefined> {
    const [found] = await tx.query<Approval[]>(
      `SELECT ${COLUMNS} FROM approvals a WHERE tenant_id = $1 AND number = $2`,
      [tenantId, number],
    );
    return found;
  }

  /**
   * Those that were given more than `olderThanMs` ago and are not answered yet, `overdue` after `overdueMs`; at most
   * `limit` after the place.
   */
  async unanswered(
    { olderThanMs, overdueMs }: { readonly olderThanMs: number; readonly overdueMs: number },
    after: SyncName,
    limit: number,
  ): Promise<UnansweredApproval[]> {
    return this.dataSource.query<UnansweredApproval[]>(
      `SELECT ${COLUMNS}, a.asked_at < now() - make_interval(secs => $5::float8 / 1000) AS overdue FROM approvals a JOIN syncs s USING (tenant_id, number)
        WHERE s.approving AND a.asked_at < now() - make_interval(secs => $1::float8 / 1000)
          AND (a.tenant_id, a.number) > ($2, $3)
        ORDER BY a.tenant_id, a.number LIMIT $4`,
      [olderThanMs, after.tenantId, after.number, limit, overdueMs],
    );
  }
}
