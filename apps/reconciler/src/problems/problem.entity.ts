import type { RowAsked } from '@people-sync/reconciliation';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something about one row that a person has to settle. At most one of each code is open per row. */
@Entity('problems')
export class Problem {
  @PrimaryColumn({ name: 'tenant_id', type: 'text' })
  tenantId: string;

  @PrimaryColumn({ name: 'problem_id', type: 'uuid' })
  problemId: string;

  /** Rises with every problem; pages go by it. A 64-bit number as text. */
  @Column({ type: 'bigint', insert: false, update: false })
  seq: string;

  @Column({ type: 'text' })
  code: string;

  @Column({ name: 'person_id', type: 'uuid', nullable: true })
  personId: string | null;

  @Column({ name: 'employee_id', type: 'text' })
  employeeId: string;

  @Column({ type: 'text', nullable: true })
  name: string | null;

  @Column({ type: 'text', nullable: true })
  received: string | null;

  @Column({ type: 'text', nullable: true })
  other: string | null;

  /** The sync that opened it. */
  @Column({ name: 'sync_id', type: 'uuid' })
  syncId: string;

  @Column({ name: 'opened_at', type: 'timestamptz' })
  openedAt: Date;

  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt: Date | null;

  /** How many people it is about. */
  @Column({ type: 'integer' })
  affected: number;

  /** Somebody does not want to hear of it again until it changes. */
  @Column({ name: 'set_aside_at', type: 'timestamptz', nullable: true })
  setAsideAt: Date | null;

  /** Of an identity case: the person whom the row may be. */
  @Column({ name: 'other_person_id', type: 'uuid', nullable: true })
  otherPersonId: string | null;

  /** Of an identity case: the row as it was. */
  @Column({ type: 'json', nullable: true })
  about: RowAsked | null;
}
