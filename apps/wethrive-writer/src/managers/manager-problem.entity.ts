import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../people/person.entity';

/** What can be wrong with a manager. */
export type ManagerProblemCode = 'manager-unknown' | 'manager-left' | 'manager-loop';

/** Something wrong with one manager. At most one of each code is open for a manager. */
@Entity('manager_problems')
export class ManagerProblem {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  @PrimaryColumn('uuid', { name: 'problem_id' })
  problemId: string;

  /** Rises with every problem; pages go by it. A 64-bit number as text. */
  @Column({ type: 'bigint', insert: false, update: false })
  seq: string;

  @Column('text')
  code: ManagerProblemCode;

  /** The manager: their person id, or how they were named if nobody is known by that. */
  @Column('text')
  about: string;

  @Column('uuid', { name: 'person_id', nullable: true })
  personId: string | null;

  /** As PeopleHR printed it when the problem was opened. */
  @Column('text', { nullable: true })
  name: string | null;

  /** How many people, active or waiting, report to them; 1 or more. */
  @Column('bigint', { transformer: wholeNumber })
  affected: number;

  /** The sync that opened it; null if an import did. */
  @Column('uuid', { name: 'sync_id', nullable: true })
  syncId: string | null;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt: Date | null;

  /** Somebody does not want to hear of it again until it changes. */
  @Column('timestamptz', { name: 'set_aside_at', nullable: true })
  setAsideAt: Date | null;

  @Column('text', { name: 'set_aside_by', nullable: true })
  setAsideBy: string | null;
}
