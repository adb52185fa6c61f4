import { ofMapped } from '@people-sync/contracts';
import type { Person, PersonVersion } from '@people-sync/contracts/api';
import { storyOf } from './person-story';

const mara: Person = {
  personId: '018f2f6e-0000-7000-8000-000000000001',
  email: 'mara.quill@northwind-tiles.example',
  name: 'Mara Quill',
  ...ofMapped(() => null),
  team: 'Glazing',
  location: 'Leeds',
  unit: null,
  status: 'active',
  weThriveId: null,
  orgEmployeeId: 'NT7',
  version: 1,
  updatedAt: '2026-03-01T09:00:00.000Z',
  reportsTo: null,
  changeNumber: 1,
  notFromPeopleHr: false,
};
const version = (
  number: number,
  kind: PersonVersion['kind'],
  facts: Partial<PersonVersion>,
  person: Partial<Person> = {},
): PersonVersion => ({
  personId: mara.personId,
  version: number,
  changeNumber: number,
  kind,
  syncId: 'a-sync',
  at: `2026-03-0${number}T09:00:00.000Z`,
  changed: [],
  oldEmail: null,
  person: { ...mara, ...person },
  ...facts,
});
const titles = (...versions: PersonVersion[]): string[] => storyOf(versions).map(({ title }) => title);

describe('the story of a person', () => {
  it('names old and new values by comparing a version with the one before', () => {
    const story = storyOf([
      version(2, 'updated', { changed: ['team', 'department'] }, { team: 'Kiln', department: 'Works' }),
      version(1, 'added', {}),
    ]);
    expect(story.map(({ changes }) => changes)).toEqual([
      [
        { field: 'team', label: 'Team', oldValue: 'Glazing', newValue: 'Kiln' },
        { field: 'department', label: 'Department', oldValue: null, newValue: 'Works' },
      ],
      [],
    ]);
  });

  it('says nothing about old values that are not at hand, but for the address', () => {
    const [moment] = storyOf([
      version(7, 'updated', { changed: ['team', 'email'], oldEmail: 'mara.old@northwind-tiles.example' }),
    ]);
    expect(moment?.changes).toEqual([
      {
        field: 'email',
        label: 'Email',
        oldValue: 'mara.old@northwind-tiles.example',
        newValue: 'mara.quill@northwind-tiles.example',
      },
    ]);
  });

  it('tells getting a licence apart from coming back', () => {
    expect(
      titles(
        version(5, 'reactivated', {}),
        version(4, 'deactivated', {}, { status: 'inactive' }),
        version(3, 'added', { syncId: null }),
        version(2, 'updated', { changed: ['team'] }, { status: 'waiting' }),
        version(1, 'waiting', {}, { status: 'waiting' }),
      ),
    ).toEqual([
      'Came back: active again',
      'Inactive from now on, data kept',
      'Got a licence: active from now on',
      'Updated',
      'Found in PeopleHR, waiting for a licence',
    ]);
  });

  it('says in words what is seen in no field', () => {
    const manager = '018f2f6e-0000-7000-8000-000000000002';
    expect(
      titles(
        version(4, 'erased', { person: null }),
        version(3, 'updated', { changed: ['reportsTo'] }),
        version(2, 'updated', { changed: ['reportsTo'] }, { reportsTo: manager }),
        version(1, 'updated', { changed: ['notFromPeopleHr'] }),
      ),
    ).toEqual([
      ...['Data erased', 'Their manager is not found among your people', 'Their manager was found'],
      'Found in PeopleHR',
    ]);
  });

  it('says that somebody gave up their address', () => {
    expect(
      titles(
        version(2, 'updated', { changed: ['email'] }, { email: null, status: 'inactive' }),
        version(1, 'added', {}),
      ),
    ).toEqual(['Gave up their email address to somebody new', 'Added from PeopleHR']);
  });
});
