import { mappings, type OfMapped, type PersonStatus } from '@people-sync/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Postgres' bigint as a number: these counters stay far below 2^53. */
export const wholeNumber = {
  from: (stored: string | null): number | null => (stored === null ? null : Number(stored)),
  to: (value: number | null): number | null => value,
};

/* eslint-disable @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type -- the columns
   are made of the declared fields below: no line of a class could say so */
/** The mapped fields as columns. */
abstract class MappedColumns {}
interface MappedColumns extends OfMapped<string | null> {}
/* eslint-enable */
for (const { field, column } of mappings)
  Column('text', { name: column, nullable: true })(MappedColumns.prototype, field);

/** What a person and each of their versions consist of. */
export abstract class PersonRecord extends MappedColumns {
  /** Lower case; null once somebody inactive gave it up to a newcomer. */
  @Column('text', { nullable: true })
  email: string | null;

  @Column('text')
  name: string;

  /** For searching only. */
  @Column('text', { name: 'name_folded', select: false })
  nameFolded: string;

  /** The customer's own; no sync writes it. */
  @Column('text', { nullable: true })
  unit: string | null;

  @Column('text')
  status: PersonStatus;

  @Column('text', { name: 'we_thrive_id', nullable: true })
  weThriveId: string | null;

  @Column('text', { name: 'org_employee_id', nullable: true })
  orgEmployeeId: string | null;

  /** The person's own history number: 1, 2, 3… */
  @Column('bigint', { transformer: wholeNumber })
  version: number;
}

/** One row of WeThrive's People table, as it is now. */
@Entity('people')
export class Person extends PersonRecord {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  @PrimaryColumn('uuid', { name: 'person_id' })
  personId: string;

  /** The customer's own; no sync reads or writes them. */
  @Column('jsonb', { name: 'custom_fields', select: false })
  customFields: object;

  /** `yyyy-MM-dd`: the order in which people get licences. */
  @Column('text', { name: 'start_date', nullable: true, select: false })
  startDate: string | null;

  @Column('text', { name: 'reports_to_employee_id', nullable: true, select: false })
  reportsToEmployeeId: string | null;

  @Column('text', { name: 'reports_to_email', nullable: true, select: false })
  reportsToEmail: string | null;

  /** Whether they ever held a licence: coming back is then `reactivated`, not `added`. */
  @Column('boolean', { name: 'ever_active', select: false })
  everActive: boolean;

  /** Number of the last of the reconciler's events that was applied. */
  @Column('bigint', { name: 'source_version', transformer: wholeNumber })
  sourceVersion: number;

  /** Since when PeopleHR knows them; null: never found there, and no sync changes them. */
  @Column('timestamptz', { name: 'from_peoplehr_since', nullable: true })
  fromPeopleHrSince: Date | null;

  /** The tenant's number of the change that made it as it is. */
  @Column('bigint', { name: 'change_no', transformer: wholeNumber })
  changeNo: number;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date;
}
