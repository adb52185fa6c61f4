import {
  byAddress,
  byEmployee,
  byName,
  byPerson,
  ChangesCompleted,
  derivedId,
  EmployeeAdded,
  newEvent,
  PeopleImported,
} from '@people-sync/contracts';
import { decoded, employee } from '../fetched.testkit';
import { linksIn } from './links';

const personId = derivedId('person', 'rafe');
const origin = { source: '/peoplesync/reconciler', tenantId: 'northwind-tiles' };

describe('who is the same', () => {
  it('is said by the event that brings an employee: person, EmployeeId, address and name', () => {
    const added = newEvent(EmployeeAdded, origin, {
      personId,
      sourceVersion: 1,
      employee: employee('PW30', { lastName: 'Lindqvist' }),
      rejoined: false,
    });
    expect(linksIn(decoded(added))).toEqual([
      {
        personId,
        names: [
          byPerson(personId),
          byEmployee('PW30'),
          byAddress('pw30@northwind-tiles.example'),
          byName('rafe lindqvist'),
        ],
      },
    ]);
  });

  it('is said of everybody who is imported, by what is known of them', () => {
    const row = {
      personId,
      sourceVersion: 1,
      weThriveId: null,
      orgEmployeeId: null,
      email: null,
      name: 'Rafe Lindqvist',
      team: null,
      location: null,
      department: null,
      manager: null,
      unit: null,
      status: 'active' as const,
    };
    const other = { ...row, personId: derivedId('person', 'mira'), email: 'mira@northwind-tiles.example' };
    const imported = newEvent(PeopleImported, origin, { people: [row, other] });
    expect(linksIn(decoded(imported)).map(({ names }) => names.length)).toEqual([2, 3]);
  });

  it('is not said by what is about nobody', () => {
    expect(linksIn(decoded(newEvent(ChangesCompleted, origin, { number: 1, count: 0 })))).toEqual([]);
  });
});
