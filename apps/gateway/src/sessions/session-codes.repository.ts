import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Holder } from './holder';

/** Codes of one person that wait at once, per company; the oldest gives way. */
const PER_HOLDER = 20;

@Injectable()
export class SessionCodesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Keeps a code's digest for so long; returns when it ends. */
  async put(digest: Buffer, { subject, roles, tenantId }: Holder, lifetimeMs: number): Promise<Date> {
    return this.dataSource.transaction(async (tx) => {
      const [made] = await tx.query<{ ends_at: Date }[]>(
        `INSERT INTO session_codes (digest, subject, roles, tenant_id, ends_at)
         VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5::float8 / 1000))
         RETURNING ends_at`,
        [digest, subject, roles, tenantId, lifetimeMs],
      );
      if (!made) throw new Error('the code was not stored');
      await tx.query(
        `DELETE FROM session_codes WHERE digest IN (
           SELECT digest FROM session_codes WHERE subject = $1 AND tenant_id = $2
            ORDER BY created_at DESC OFFSET ${PER_HOLDER})`,
        [subject, tenantId],
      );
      return made.ends_at;
    });
  }

  /** Whom a code that is good is for; it stays good. */
  async peek(digest: Buffer): Promise<Holder | undefined> {
    const [found] = await this.dataSource.query<Holder[]>(
      `SELECT subject, roles, tenant_id AS "tenantId" FROM session_codes
        WHERE digest = $1 AND ends_at > clock_timestamp()`,
      [digest],
    );
    return found;
  }

  /** Takes the code: of several that try at the same moment one succeeds. */
  async spend(tx: EntityManager, digest: Buffer): Promise<boolean> {
    const spent = await tx.query<unknown[]>(
      `WITH spent AS (DELETE FROM session_codes WHERE digest = $1 AND ends_at > clock_timestamp() RETURNING digest)
       SELECT digest FROM spent`,
      [digest],
    );
    return spent.length === 1;
  }

  /** Forgets what has ended. */
  async sweep(): Promise<void> {
    await this.dataSource.query('DELETE FROM session_codes WHERE ends_at <= clock_timestamp()');
  }
}
