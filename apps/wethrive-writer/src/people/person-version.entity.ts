import { Column, Entity, PrimaryColumn } from 'typeorm';
import { PersonRecord, wholeNumber } from './person.entity';

/** What a change of a person was. Whoever is `imported` without a licence for them waits from the start. */
export type VersionKind = 'added' | 'updated' | 'deactivated' | 'reactivated' | 'waiting' | 'imported';

/** A person as they were from `validFrom` on. Only ever inserted: the database refuses to rewrite one. */
@Entity('person_versions')
export class PersonVersion extends PersonRecord {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  /** The tenant's number of this change: 1, 2, 3… without gaps. */
  @PrimaryColumn('bigint', { name: 'change_no', transformer: wholeNumber })
  changeNo: number;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** Never before the tenant's version of the change before it; milliseconds. */
  @Column('timestamptz', { name: 'valid_from' })
  validFrom: Date;

  @Column('text')
  kind: VersionKind;

  /** The sync that made it; null for a write that no sync made. */
  @Column('uuid', { name: 'sync_id', nullable: true })
  syncId: string | null;

  /** The reconciler's number that it rests on; null if it rests on none (a licence came free, an address was given up). */
  @Column('bigint', { name: 'source_version', nullable: true, transformer: wholeNumber })
  sourceVersion: number | null;

  /** Names of the fields that differ from the version before. */
  @Column('text', { array: true })
  changed: string[];

  /** The person's data were erased: of the version its place alone is told. */
  @Column('boolean')
  erased: boolean;

  /** The address before, if it changed. */
  @Column('text', { name: 'old_email', nullable: true })
  oldEmail: string | null;
}
