import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StoredAnswer } from './answer';

/** Names one call: whose word it is, and for which tenant. */
export interface CallName {
  readonly tenantId: string;
  readonly subject: string;
  readonly key: string;
}

/** What is known of a call that was made before. */
export interface EarlierCall<T> {
  /** SHA-256 of its request. */
  readonly request: string;
  /** Null while it is being worked on. */
  readonly answer: StoredAnswer<T> | null;
}

/** Whoever works on a call longer than this has crashed: no call takes as long. */
const CLAIM_SECONDS = 60;
/** How long a key stands for its call. */
export const KEYS_KEPT = '24 hours';

@Injectable()
export class IdempotencyKeysRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes the call for this caller, and tells when it was first made: the same time for whoever takes it over after a
   * crash. Undefined if it was made before, or if somebody is at work on it.
   */
  async claim(name: CallName, request: string): Promise<Date | undefined> {
    const [claimed] = await this.dataSource.query<{ first_at: Date }[]>(
      `INSERT INTO idempotency_keys AS k (tenant_id, subject, key, request, first_at, claimed_at)
       VALUES ($1, $2, $3, $4, now(), now())
       ON CONFLICT (tenant_id, subject, key) DO UPDATE
          SET request = excluded.request, answer = NULL, claimed_at = now(),
              first_at = CASE WHEN k.first_at < now() - interval '${KEYS_KEPT}' THEN now() ELSE k.first_at END
        WHERE k.first_at < now() - interval '${KEYS_KEPT}'
           OR (k.answer IS NULL AND k.request = excluded.request
               AND k.claimed_at < now() - interval '${CLAIM_SECONDS} seconds')
       RETURNING first_at`,
      [name.tenantId, name.subject, name.key, request],
    );
    return claimed?.first_at;
  }

  /** The call as it was made before; undefined if it was forgotten meanwhile. */
  async earlier<T>({ tenantId, subject, key }: CallName): Promise<EarlierCall<T> | undefined> {
    const [found] = await this.dataSource.query<EarlierCall<T>[]>(
      'SELECT request, answer FROM idempotency_keys WHERE tenant_id = $1 AND subject = $2 AND key = $3',
      [tenantId, subject, key],
    );
    return found;
  }

  /** Keeps the answer for whoever makes the call again. */
  async keep({ tenantId, subject, key }: CallName, answer: StoredAnswer): Promise<void> {
    await this.dataSource.query(
      'UPDATE idempotency_keys SET answer = $4 WHERE tenant_id = $1 AND subject = $2 AND key = $3',
      [tenantId, subject, key, JSON.stringify(answer)],
    );
  }

  /**
   * The call came to no answer that could be given again: it may be made once more at once. It is still the same call,
   * first made when it was: what it may have done all the same (a commit of which the answer was lost) is found again.
   */
  async release({ tenantId, subject, key }: CallName): Promise<void> {
    await this.dataSource.query(
      `UPDATE idempotency_keys SET claimed_at = '-infinity'
        WHERE tenant_id = $1 AND subject = $2 AND key = $3 AND answer IS NULL`,
      [tenantId, subject, key],
    );
  }

  /** There was no call: its name is free. */
  async forget({ tenantId, subject, key }: CallName): Promise<void> {
    await this.dataSource.query(
      'DELETE FROM idempotency_keys WHERE tenant_id = $1 AND subject = $2 AND key = $3 AND answer IS NULL',
      [tenantId, subject, key],
    );
  }

  /** Forgets what is older than its day. */
  async sweep(): Promise<void> {
    await this.dataSource.query(`DELETE FROM idempotency_keys WHERE first_at < now() - interval '${KEYS_KEPT}'`);
  }
}
