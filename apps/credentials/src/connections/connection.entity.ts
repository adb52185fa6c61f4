import { Column, Entity, PrimaryColumn } from 'typeorm';

/** `broken`: PeopleHR refuses the key, a person must act. `disconnected`: the key is destroyed, the company remembered. */
export type ConnectionState = 'connected' | 'broken' | 'disconnected';

/** A tenant's connection to PeopleHR with its key in use, sealed. */
@Entity('connections')
export class Connection {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  /** One stored key's id: a new key is a new connection, so that a late report about the old one does not hit it. */
  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  /** Counts the tenant's keys: 1, 2, 3… */
  @Column('integer')
  version: number;

  @Column('text')
  state: ConnectionState;

  /** Why it is broken, as a failure reason. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text', { name: 'company_id' })
  companyId: string;

  @Column('text', { name: 'company_name' })
  companyName: string;

  @Column('text', { name: 'key_hint' })
  keyHint: string;

  @Column('timestamptz', { name: 'connected_at' })
  connectedAt: Date;

  /** The key-encryption key that wrapped `wrappedKey`; these three are null once disconnected. */
  @Column('text', { name: 'kek_id', nullable: true })
  kekId: string | null;

  @Column('bytea', { name: 'wrapped_key', nullable: true })
  wrappedKey: Buffer | null;

  @Column('bytea', { nullable: true })
  ciphertext: Buffer | null;
}
