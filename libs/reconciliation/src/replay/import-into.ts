import type { DataOf, PeopleImported } from '@people-sync/contracts';
import { importedRecord } from '../employees/imported-record';
import type { KnownPeople } from '../known/known-people';

/** Makes those who are imported known. @param known changed in place */
export function importInto(known: KnownPeople, { people }: DataOf<typeof PeopleImported>): void {
  const records = new Map(people.map((person) => [person.personId, importedRecord(person)]));
  const imported = people.map(({ personId, email, name, status, orgEmployeeId }) => ({
    ...{ personId, email, name },
    active: status !== 'inactive',
    ...(orgEmployeeId === null ? {} : { orgEmployeeId }),
  }));
  known.import(imported, ({ personId }) => {
    const record = records.get(personId);
    if (!record) throw new Error('somebody is imported who is not in the list');
    return record;
  });
}

/**
 * Whoever was imported and is not in WeThrive is unknown again, unless they were found in PeopleHR since.
 * @param known changed in place
 */
export function forgetImported(known: KnownPeople, people: readonly string[]): void {
  for (const personId of people) {
    const person = known.byId.get(personId);
    if (person && !person.linked && person.sourceVersion === 1) known.forget(personId);
  }
}
