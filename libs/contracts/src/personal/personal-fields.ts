import type { DataOf, EventDefinition } from '../define-event';
import type { Employee } from '../employee';
import {
  DecisionMade,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  PeopleImported,
  PeopleImported1,
  PolicyChanged,
  PolicyChanged1,
  ProblemOpened,
  ProblemOpened1,
  SyncClosed,
} from '../events/changes.event';
import * as people from '../events/people.event';
import { EmployeeSnapshot, SnapshotFailed } from '../events/snapshots.event';
import type { Person } from '../person';
import { type About, byAddress, byEmployee, byName, byPerson, type Named, type Path } from './named';

/** What events of one version say about people. */
interface Declared {
  readonly definition: EventDefinition;
  readonly aboutIn: (data: unknown) => About[];
}

function declare<T>(definition: EventDefinition<T>, aboutIn: (data: T) => About[]): Declared {
  return {
    definition,
    aboutIn: (data) => {
      if (!definition.validate(data)) throw new Error(`not of the shape of ${definition.type}`);
      return aboutIn(data);
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** Those of these fields that say something. */
const said = (base: Path, fields: Fields, names: readonly string[], whom: Named): About[] =>
  names
    .filter((name) => fields[name] !== null && fields[name] !== undefined)
    .map((name) => ({ path: [...base, name], whom }));

const ofManager = ['reportsTo', 'reportsToEmployeeId', 'reportsToEmail'] as const;

/** Whom PeopleHR says that somebody reports to. */
function managerOf(employee: Partial<Employee>): Named | undefined {
  const { reportsTo, reportsToEmployeeId, reportsToEmail } = employee;
  if (reportsToEmployeeId) return byEmployee(reportsToEmployeeId);
  if (reportsToEmail) return byAddress(reportsToEmail);
  return reportsTo ? byName(reportsTo) : undefined;
}

/**
 * An employee's record: it is about them, but for who their manager is: that is about the manager.
 * @param surest of an old record, whose fields are there only where they changed: the whole record it belongs to
 */
function employeeAt(base: Path, employee: Partial<Employee>, surest: Employee): About[] {
  const own = Object.keys(employee).filter((field) => !ofManager.some((one) => one === field));
  const manager = managerOf(employee);
  return [
    ...said(base, employee, own, byEmployee(surest.employeeId)),
    ...(manager ? said(base, employee, ofManager, manager) : []),
  ];
}

/** A row of the People table: about the person, but for their manager's name. Ids tell nothing by themselves. */
function personAt(base: Path, person: Fields & Pick<Person, 'manager'>, whom: Named): About[] {
  const { manager } = person;
  const own = Object.keys(person).filter(
    (field) => !['personId', 'manager', 'status', 'sourceVersion'].includes(field),
  );
  return [...said(base, person, own, whom), ...(manager ? said(base, person, ['manager'], byName(manager)) : [])];
}

const inEmployee = ({ employee }: { readonly employee: Employee }): About[] =>
  employeeAt(['employee'], employee, employee);

/** What every version of the events of one person carries: a mapped field more is a field of theirs, as the others. */
type PersonVersion = Fields & { readonly person: Fields & Pick<Person, 'personId' | 'manager'> };

function inPersonVersion(data: PersonVersion): About[] {
  const whom = byPerson(data.person.personId);
  return [...personAt(['person'], data.person, whom), ...said([], data, ['oldEmail'], whom)];
}

const inPolicy = ({ policy }: DataOf<typeof PolicyChanged1>): About[] =>
  policy.leaveOut.flatMap((one, n) => said(['policy', 'leaveOut', n], one, ['reason'], byPerson(one.personId)));

const inImport = ({ people }: DataOf<typeof PeopleImported1>): About[] =>
  people.flatMap((person, n) => personAt(['people', n], person, byPerson(person.personId)));

/** @param otherPersonId who the other one is, where the event tells it */
function inProblem(data: DataOf<typeof ProblemOpened1>, otherPersonId: string | undefined): About[] {
  const { code, personId, employeeId, name, received, other } = data;
  const whom = employeeId ? byEmployee(employeeId) : personId ? byPerson(personId) : name ? byName(name) : undefined;
  // Of two rows that lead to one person, what was received is the other row's EmployeeId.
  const twin = code === 'identity-two-rows' && received ? byEmployee(received) : undefined;
  const otherOne = twin ?? (otherPersonId ? byPerson(otherPersonId) : other ? byName(other) : undefined);
  const ofReceived = twin ?? whom;
  return [
    ...(whom ? said([], data, ['employeeId', 'name'], whom) : []),
    ...(ofReceived ? said([], data, ['received'], ofReceived) : []),
    ...(otherOne ? said([], data, ['other'], otherOne) : []),
  ];
}

const { LicencesChanged: _seats, SyncApplied: _counts, ChangesDropped: _numbers, ...ofOnePerson } = people;

/**
 * Every version of every event that says something about people. A free text of an event stands here, or is named in the
 * spec with the reason why it is about nobody.
 */
const declared: readonly Declared[] = [
  declare(EmployeeSnapshot, inEmployee),
  declare(SnapshotFailed, (data) => (data.about ? [{ path: ['about'], whom: byEmployee(data.about) }] : [])),
  declare(SyncClosed, (data) => (data.about ? [{ path: ['about'], whom: byEmployee(data.about) }] : [])),
  declare(PolicyChanged1, inPolicy),
  declare(PolicyChanged, inPolicy),
  declare(DecisionMade, (data) => {
    const { personId, employeeId } = data;
    const whom = personId ? byPerson(personId) : employeeId ? byEmployee(employeeId) : undefined;
    if (!whom) return [];
    return [
      ...said([], data, ['reason'], whom),
      // The same id is said in many events: it goes with the employee's own key, as there.
      ...(employeeId ? said([], data, ['employeeId'], byEmployee(employeeId)) : []),
    ];
  }),
  declare(PeopleImported1, inImport),
  declare(PeopleImported, inImport),
  declare(EmployeeAdded, inEmployee),
  declare(EmployeeLeft, inEmployee),
  declare(EmployeeChanged, (data) => [...inEmployee(data), ...employeeAt(['old'], data.old, data.employee)]),
  declare(ProblemOpened1, (data) => inProblem(data, undefined)),
  declare(ProblemOpened, (data) => inProblem(data, data.otherPersonId ?? undefined)),
  ...Object.values(ofOnePerson).map((one) => declare<PersonVersion>(one, inPersonVersion)),
];

const byType = new Map(declared.map((one) => [one.definition.type, one.aboutIn]));

/**
 * What the event says about people, each place once, and whom it is about. Nothing where it is about nobody.
 * @param type as written on the wire, any published version
 * @param data of that version's shape
 */
export const aboutPeople = (type: string, data: unknown): About[] => byType.get(type)?.(data) ?? [];
