import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StoredAnswer } from './answer';

/** A call that named itself: its answer is given again for 24 hours. */
@Entity('idempotency_keys')
export class IdempotencyKey {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  /** Whose key it is: two callers may use the same word. */
  @PrimaryColumn('text')
  subject: string;

  @PrimaryColumn('text')
  key: string;

  /** SHA-256 of the request. */
  @Column('text')
  request: string;

  @Column('timestamptz', { name: 'first_at' })
  firstAt: Date;

  /** Since when somebody works on it; after a crash another takes over. */
  @Column('timestamptz', { name: 'claimed_at' })
  claimedAt: Date;

  /** Null while it is being worked on. `json`, not `jsonb`: given again letter by letter. */
  @Column('json', { nullable: true })
  answer: StoredAnswer | null;
}
