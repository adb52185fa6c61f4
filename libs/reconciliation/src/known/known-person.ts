import type { Employee } from '@people-sync/contracts';
import { factsOf, type KnownFacts } from '../verdicts/differing-row';

/** A person as a tenant knows them: what decides, and the record last said. */
export interface KnownPerson extends KnownFacts {
  readonly employee: Employee;
  /** The Org employee ID with which they were imported; null: none. */
  readonly orgEmployeeId: string | null;
  /** They stood in WeThrive before PeopleHR told of them. */
  readonly imported: boolean;
}

/** Somebody who is in WeThrive already. */
export type ImportedPerson = Pick<KnownFacts, 'personId' | 'email' | 'name' | 'active'> & {
  readonly orgEmployeeId?: string;
};

/** Somebody active, by a record that was taken over of a row with this digest. */
export function knownPerson(personId: string, sourceVersion: number, record: Employee, digest: string): KnownPerson {
  const { unreadable: _, ...facts } = factsOf(record, digest, true);
  return {
    ...facts,
    recordEmail: record.email,
    personId,
    linked: true,
    active: true,
    sourceVersion,
    ignoredLeavingDate: null,
    announcedLeavingDate: null,
    missingSince: null,
    seenAt: null,
    partly: false,
    employee: record,
    orgEmployeeId: null,
    imported: false,
  };
}
