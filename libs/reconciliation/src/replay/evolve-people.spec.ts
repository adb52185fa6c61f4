import {
  type EventDefinition,
  ofMapped,
  type Person,
  PersonAdded,
  PersonDeactivated,
  PersonErased,
  PersonUpdated,
} from '@people-sync/contracts';
import { comparePeople, evolvePeople, noPeople, type PeopleRow } from './evolve-people';
import type { RecordedEvent } from './recorded-event';
import { Comparing, type ReplayReport } from './replay-report';

const INES = '01890000-0000-7000-8000-00000000000a';
const OMAR = '01890000-0000-7000-8000-00000000000b';

const person = (personId: string, overrides: Partial<Person> = {}): Person => ({
  personId,
  email: `${personId.slice(-1)}@tiles.example`,
  name: 'Ines Faulkner',
  ...ofMapped(() => null),
  team: 'Kiln',
  location: 'Stoke',
  unit: null,
  status: 'active',
  weThriveId: null,
  orgEmployeeId: 'E1',
  ...overrides,
});

const said = <T>({ type }: EventDefinition<T>, data: NoInfer<T>): RecordedEvent => ({
  id: '',
  type,
  subject: '',
  syncId: undefined,
  data,
});

const version = (changeNumber: number, of: Person) => ({
  person: of,
  version: changeNumber,
  sourceVersion: changeNumber,
  changeNumber,
  at: '2026-03-01T02:00:00.000Z',
});

const events = [
  said(PersonAdded, version(1, person(INES))),
  said(PersonAdded, version(2, person(OMAR, { name: 'Omar Reyes' }))),
  said(PersonUpdated, { ...version(3, person(INES, { team: 'Glaze' })), oldEmail: null }),
  said(PersonDeactivated, version(4, person(OMAR, { name: 'Omar Reyes', status: 'inactive' }))),
];

const table: PeopleRow[] = [
  { person: person(INES, { team: 'Glaze' }), version: 3, changeNumber: 3 },
  { person: person(OMAR, { name: 'Omar Reyes', status: 'inactive' }), version: 4, changeNumber: 4 },
];

function compared(of: readonly RecordedEvent[], rows: Iterable<PeopleRow>): ReplayReport {
  const comparing = new Comparing();
  comparePeople(evolvePeople(noPeople, of), rows, comparing);
  return comparing.report();
}

describe('the People table as the events tell it', () => {
  it('is the table, however the events are taken', () => {
    expect(compared(events, table)).toMatchObject({ outcome: 'no-differences', checked: { people: 2 } });
    const oneByOne = events.reduce((people, event) => evolvePeople(people, [event]), noPeople);
    expect(oneByOne).toEqual(evolvePeople(noPeople, events));
  });

  it('changes nothing of the one before it', () => {
    const before = evolvePeople(noPeople, events.slice(0, 2));
    const copy = structuredClone(before);
    evolvePeople(before, events.slice(2));
    expect(before).toEqual(copy);
  });

  it('finds the one field of the one row that somebody changed by hand, with both sides', () => {
    const changed = table.map((row) => ({
      ...row,
      person: { ...row.person, location: row.person.personId === INES ? 'Leeds' : row.person.location },
    }));
    expect(compared(events, changed).differences).toEqual([
      { about: 'person', syncId: null, personId: INES, what: 'location', recorded: 'Leeds', expected: 'Stoke' },
    ]);
  });

  it('finds a row too many, and one that is not there', () => {
    const stranger = { person: person('01890000-0000-7000-8000-00000000000c'), version: 1, changeNumber: 5 };
    expect(compared(events, [...table, stranger]).differences).toMatchObject([
      { personId: stranger.person.personId, recorded: stranger.person, expected: undefined },
    ]);
    expect(compared(events, table.slice(1)).differences).toMatchObject([{ personId: INES, recorded: undefined }]);
  });

  it('finds an event that is missing from the record by its number, with the place', () => {
    const { differences } = compared(events.toSpliced(2, 1), table);
    expect(differences).toContainEqual({
      about: 'completeness',
      syncId: null,
      personId: null,
      what: 'changeNumber',
      recorded: 4,
      expected: 3,
    });
  });

  it('counts an erasure as a change of its own, also one of the version that did not tell its number', () => {
    const rest = said(PersonUpdated, { ...version(6, person(INES)), oldEmail: null });
    const row = { person: person(INES), version: 6, changeNumber: 6 };
    for (const changeNumber of [5, null])
      expect(
        compared([...events, said(PersonErased, { personId: OMAR, changeNumber }), rest], [row]).differences,
      ).toEqual([]);
  });

  it('of a company in which nothing happened compares nothing, and says so', () => {
    expect(compared([], [])).toMatchObject({ outcome: 'nothing-compared' });
  });
});
