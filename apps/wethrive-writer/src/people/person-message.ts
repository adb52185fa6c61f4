import type { writerV1 } from '@people-sync/platform';
import type { PersonRecord } from './person.entity';
import type { PersonVersion } from './person-version.entity';

type ShownPerson = Omit<PersonRecord, 'nameFolded'> & { readonly personId: string };

/** A person as gRPC carries them: what is null is absent. */
export function personMessage(person: ShownPerson, updatedAt: Date): writerV1.Person {
  return {
    personId: person.personId,
    email: person.email ?? undefined,
    name: person.name,
    team: person.team ?? undefined,
    location: person.location ?? undefined,
    department: person.department ?? undefined,
    manager: person.manager ?? undefined,
    unit: person.unit ?? undefined,
    status: person.status,
    weThriveId: person.weThriveId ?? undefined,
    orgEmployeeId: person.orgEmployeeId ?? undefined,
    version: person.version,
    updatedAt: updatedAt.toISOString(),
    directReports: 0,
    notFromPeoplehr: false,
  };
}

/** A version with the person as they were from then on. */
export function versionMessage(version: PersonVersion): writerV1.PersonVersion {
  return {
    person: personMessage(version, version.validFrom),
    kind: version.kind,
    syncId: version.syncId ?? '',
    changeNumber: version.changeNo,
    at: version.validFrom.toISOString(),
    changed: version.changed,
    oldEmail: version.oldEmail ?? undefined,
  };
}
