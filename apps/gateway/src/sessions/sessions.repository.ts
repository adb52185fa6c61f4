import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Holder } from './holder';

/** How long a session lasts, in milliseconds. */
export interface SessionLife {
  /** Without a request. */
  readonly idleMs: number;
  /** In any case. */
  readonly lifetimeMs: number;
}

/** Browsers that one person may be signed in with at once, per company; the one that signed in first gives way. */
const PER_HOLDER = 20;

const AFTER_NOW = (ms: string): string => `clock_timestamp() + make_interval(secs => ${ms}::float8 / 1000)`;
const BEFORE_NOW = (ms: string): string => `clock_timestamp() - make_interval(secs => ${ms}::float8 / 1000)`;

/** Times are the database's, so that every gateway sees a session end at the same moment. */
@Injectable()
export class SessionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Opens a session; undefined if its company does not exist.
   * @param until it never lasts longer than this (a token's end); undefined: as long as any.
   * @returns its length, in milliseconds.
   */
  async open(
    tx: EntityManager,
    digest: Buffer,
    { subject, roles, tenantId }: Holder,
    { lifetimeMs }: SessionLife,
    until: Date | undefined,
  ): Promise<number | undefined> {
    const [made] = await tx.query<{ ms: number }[]>(
      `INSERT INTO sessions (digest, subject, roles, tenant_id, ends_at)
       SELECT $1, $2, $3, $4, least(${AFTER_NOW('$5')}, $6::timestamptz)
        WHERE $4::text IS NULL OR EXISTS (SELECT 1 FROM tenants WHERE tenant_id = $4)
       RETURNING (extract(epoch FROM ends_at - created_at) * 1000)::float8 AS ms`,
      [digest, subject, roles, tenantId, lifetimeMs, until ?? null],
    );
    if (!made) return undefined;
    await tx.query(
      `DELETE FROM sessions WHERE digest IN (
         SELECT digest FROM sessions WHERE subject = $1 AND tenant_id IS NOT DISTINCT FROM $2
          ORDER BY created_at DESC OFFSET ${PER_HOLDER})`,
      [subject, tenantId],
    );
    return made.ms;
  }

  /** Whom a session that has not ended is for. Using it keeps it from ending idle; that is written now and then only. */
  async use(digest: Buffer, { idleMs }: SessionLife): Promise<Holder | undefined> {
    const [found] = await this.dataSource.query<(Holder & { stale: boolean })[]>(
      `SELECT subject, roles, tenant_id AS "tenantId", used_at < ${BEFORE_NOW('$2 / 10')} AS stale
         FROM sessions
        WHERE digest = $1 AND ends_at > clock_timestamp() AND used_at > ${BEFORE_NOW('$2')}`,
      [digest, idleMs],
    );
    if (!found) return undefined;
    const { stale, ...holder } = found;
    if (stale)
      await this.dataSource.query('UPDATE sessions SET used_at = clock_timestamp() WHERE digest = $1', [digest]);
    return holder;
  }

  /** From now on nobody comes in by it. */
  async end(digest: Buffer, tx: EntityManager = this.dataSource.manager): Promise<void> {
    await tx.query('DELETE FROM sessions WHERE digest = $1', [digest]);
  }

  /** Forgets what has ended. */
  async sweep({ idleMs }: SessionLife): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM sessions WHERE ends_at <= clock_timestamp() OR used_at <= ${BEFORE_NOW('$1')}`,
      [idleMs],
    );
  }
}
