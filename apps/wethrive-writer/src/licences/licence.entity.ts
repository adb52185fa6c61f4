import { Column, Entity, PrimaryColumn } from 'typeorm';
import { wholeNumber } from '../people/person.entity';

/**
 * A tenant's licences. Its row is the tenant's lock: whoever writes a person holds it, so that seats are never given
 * twice and change numbers have no gaps.
 */
@Entity('licences')
export class Licence {
  @PrimaryColumn('text', { name: 'tenant_id' })
  tenantId: string;

  /** Null: unlimited, once `seatsKnown`. */
  @Column('bigint', { nullable: true, transformer: wholeNumber })
  seats: number | null;

  /** False until the platform said how many there are: until then everybody waits. */
  @Column('boolean', { name: 'seats_known' })
  seatsKnown: boolean;

  @Column('bigint', { transformer: wholeNumber })
  active: number;

  @Column('bigint', { transformer: wholeNumber })
  waiting: number;

  @Column('bigint', { name: 'last_change_no', transformer: wholeNumber })
  lastChangeNo: number;

  @Column('timestamptz', { name: 'last_written_at' })
  lastWrittenAt: Date;
}
