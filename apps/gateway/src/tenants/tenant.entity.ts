import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** A customer company as the gateway knows it. */
@Entity('tenants')
export class Tenant {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  @Column('text')
  name: string;

  /** IANA name. */
  @Column('text', { name: 'time_zone' })
  timeZone: string;

  /** Mirrored from the writer, which owns licences; null: unlimited. */
  @Column('integer', { nullable: true })
  seats: number | null;

  /** What the next sync gets. */
  @Column('integer', { name: 'next_number', default: 1 })
  nextNumber: number;

  /** Of the newest plan that was heard of: what the fetcher compares PeopleHR's answer with. */
  @Column('text', { name: 'base_digest', nullable: true })
  baseDigest: string | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;
}
