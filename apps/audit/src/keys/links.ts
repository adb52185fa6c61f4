import {
  type AnyEvent,
  byAddress,
  byEmployee,
  byName,
  byPerson,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  isEvent,
  type Named,
  PeopleImported,
  PersonAdded,
  PersonDeactivated,
  PersonReactivated,
  PersonUpdated,
  PersonWaiting,
} from '@people-sync/contracts';

/** A person, and by what else events name them: destroying their keys destroys the keys of all of these. */
export interface Link {
  readonly personId: string;
  readonly names: readonly Named[];
}

/** Who an event says is the same. Nothing for events that say so of nobody. */
export function linksIn(event: AnyEvent): Link[] {
  if (isEvent(EmployeeAdded, event)) return [employeeLink(event.data)];
  if (isEvent(EmployeeChanged, event)) return [employeeLink(event.data)];
  if (isEvent(EmployeeLeft, event)) return [employeeLink(event.data)];
  if (isEvent(PersonUpdated, event)) return [personLink(event.data.person)];
  if (isEvent(PeopleImported, event)) return event.data.people.map(personLink);
  for (const definition of ofPerson) if (isEvent(definition, event)) return [personLink(event.data.person)];
  return [];
}

/** Of one shape. */
const ofPerson = [PersonAdded, PersonDeactivated, PersonReactivated, PersonWaiting];

function employeeLink({ personId, employee }: { readonly personId: string; readonly employee: Employee }): Link {
  const { employeeId, email, firstName, lastName } = employee;
  const name = [firstName, lastName].filter((one) => one !== null).join(' ');
  return link(personId, { employeeId, email, name });
}

interface Row {
  readonly personId: string;
  readonly orgEmployeeId: string | null;
  readonly email: string | null;
  readonly name: string;
}

const personLink = ({ personId, orgEmployeeId, email, name }: Row): Link =>
  link(personId, { employeeId: orgEmployeeId, email, name });

interface Names {
  readonly employeeId: string | null;
  readonly email: string | null;
  readonly name: string;
}

const link = (personId: string, { employeeId, email, name }: Names): Link => ({
  personId,
  names: [
    byPerson(personId),
    ...(employeeId ? [byEmployee(employeeId)] : []),
    ...(email ? [byAddress(email)] : []),
    ...(name ? [byName(name)] : []),
  ],
});
