import { type MappedField, ofMapped } from '@people-sync/contracts';
import type { writerV1 } from '@people-sync/platform';
import type { Reporting } from '../managers/reporting-lines.repository';
import type { PersonRecord } from './person.entity';
import type { PersonVersion } from './person-version.entity';

type ShownPerson = Omit<PersonRecord, 'nameFolded'> & { readonly personId: string };

/** What is shown of a person that is in no version of theirs. */
export interface Surroundings {
  /** Null: never found in PeopleHR. */
  readonly fromPeopleHrSince: Date | null;
  /** Undefined for the past: it is known for now only. */
  readonly reporting?: Reporting | undefined;
}

/** A person as gRPC carries them, as they were at `at`: what is null is absent. */
export function personMessage(
  person: ShownPerson,
  updatedAt: Date,
  { fromPeopleHrSince: since, reporting }: Surroundings,
  at?: Date,
): writerV1.Person {
  const mapped: Pick<writerV1.Person, MappedField> = ofMapped(({ field }) => person[field] ?? undefined);
  return {
    personId: person.personId,
    email: person.email ?? undefined,
    name: person.name,
    ...mapped,
    unit: person.unit ?? undefined,
    status: person.status,
    weThriveId: person.weThriveId ?? undefined,
    orgEmployeeId: person.orgEmployeeId ?? undefined,
    version: person.version,
    updatedAt: updatedAt.toISOString(),
    reportsTo: reporting?.reportsTo ?? undefined,
    directReports: reporting?.directReports ?? 0,
    notFromPeoplehr: since === null || (at !== undefined && since > at),
  };
}

/** A version with the person as they were from then on. */
export function versionMessage(version: PersonVersion, fromPeopleHrSince: Date | null): writerV1.PersonVersion {
  return {
    person: personMessage(version, version.validFrom, { fromPeopleHrSince }, version.validFrom),
    kind: version.kind,
    syncId: version.syncId ?? '',
    changeNumber: version.changeNo,
    at: version.validFrom.toISOString(),
    changed: version.changed,
    oldEmail: version.oldEmail ?? undefined,
  };
}
