import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which keys a tenant had, who stored and ended them. Never any part of a key but its hint. */
@Entity('key_versions')
export class KeyVersion {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  @PrimaryColumn('integer')
  version: number;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @Column('text', { name: 'company_id' })
  companyId: string;

  @Column('text', { name: 'key_hint' })
  keyHint: string;

  @Column('timestamptz', { name: 'stored_at' })
  storedAt: Date;

  @Column('text', { name: 'stored_by' })
  storedBy: string;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text', { name: 'ended_by', nullable: true })
  endedBy: string | null;
}
