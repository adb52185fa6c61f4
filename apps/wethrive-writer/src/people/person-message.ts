import { type MappedField, ofMapped } from '@people-sync/contracts';
import type { writerV1 } from '@people-sync/platform';
import type { PersonThen } from './people.repository';
import type { PersonVersion } from './person-version.entity';

type ShownPerson = Omit<PersonThen, 'nameFolded' | 'updatedAt'>;

/** What belongs to a person and is kept beside their versions. */
export interface Surroundings {
  /** Null: never found in PeopleHR. */
  readonly fromPeopleHrSince: Date | null;
  readonly reportsTo: string | null;
}

/** A person as gRPC carries them, as a change of theirs made them at this time: what is null is absent. */
export function personMessage(
  person: ShownPerson,
  updatedAt: Date,
  { fromPeopleHrSince: since, reportsTo }: Surroundings,
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
    changeNumber: person.changeNo,
    updatedAt: updatedAt.toISOString(),
    reportsTo: reportsTo ?? undefined,
    // To be found there is a change of its own, with its time.
    notFromPeoplehr: since === null || since > updatedAt,
  };
}

/**
 * A version with the person as they were from then on. Of one that is erased only its place is left.
 * @param isNewManager this change made it so that they report to whom they report to
 */
export function versionMessage(
  version: PersonVersion,
  around: Surroundings & { readonly isNewManager: boolean },
): writerV1.PersonVersion {
  const { personId, syncId, changeNo: changeNumber, validFrom, erased } = version;
  const place = { personId, version: version.version, syncId: syncId ?? '', changeNumber, at: validFrom.toISOString() };
  if (erased) return { ...place, person: undefined, kind: 'erased', changed: [] };
  const { kind, changed, oldEmail } = version;
  return {
    ...place,
    person: personMessage(version, validFrom, around),
    kind,
    changed: around.isNewManager && version.version > 1 ? [...new Set([...changed, 'reportsTo'])] : changed,
    oldEmail: oldEmail ?? undefined,
  };
}
