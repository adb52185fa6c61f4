import { Type } from '@sinclair/typebox';
import { describedFields } from '../mapped-fields';
import { Person as EventPerson, type PersonStatus as Standing } from '../person';
import { Instant, Nullable, PersonId } from '../primitives';
import { ofPerson, ofTenant } from './examples/ids';
import { aPerson, changePage, filterValues, peoplePage, versionPage } from './examples/people';
import {
  epochOfNumber,
  feedPageOf,
  feedPaging,
  listOf,
  pageOf,
  paging,
  PersonIdOrNull,
  personPath,
  SyncIdOrNull,
  tenantPath,
  Whole,
  Word,
  WordOrNull,
  Yes,
} from './fields';
import { request, rpc } from './rpc';
import { about, type Json, optional, orElse, shape } from './shape';
import { TenantRequest } from './tenants';
import { words } from './words';

export const PersonStatus = words('PersonStatus', 'Where somebody stands in WeThrive.', {
  active: 'they are in WeThrive, and use a licence',
  inactive: 'they have left; their data are kept',
  waiting: 'they joined, or came back, and wait for a licence',
} satisfies Record<Standing, string>);

const PeopleSort = words('PeopleSort', 'By what the People table is put in order; blank values come last either way.', {
  name: 'by name',
  '-name': 'by name, the other way round',
  email: 'by email address',
  '-email': 'by email address, the other way round',
  team: 'by team',
  '-team': 'by team, the other way round',
  location: 'by location',
  '-location': 'by location, the other way round',
  department: 'by department',
  '-department': 'by department, the other way round',
  manager: "by the manager's name",
  '-manager': "by the manager's name, the other way round",
  status: 'by status',
  '-status': 'by status, the other way round',
});

const filter = (what: string) => optional(about(Type.String({ maxLength: 512 }), `Exactly this ${what}`));

export const PeopleFilter = shape('PeopleFilter', 'What the People table is narrowed to.', {
  ...paging,
  status: optional(about(PersonStatus, 'Only those who stand so')),
  search: optional(
    about(
      Type.String({ maxLength: 200 }),
      'Words that are parts of a name or an email address, in any order; case, accents and kinds of quotes do not count',
    ),
  ),
  team: filter('team'),
  location: filter('location'),
  department: filter('department'),
  manager: filter('name of a manager; reportsTo asks for one person'),
  reportsTo: optional(about(PersonId, 'Whoever reports to this person')),
  sort: orElse(PeopleSort, 'name'),
  asOf: optional(about(Instant, 'The table as it was then; without it as it is at the first page')),
});

const fields = EventPerson.properties;

export const Person = shape('Person', 'One row of the People table.', {
  personId: about(PersonId, 'The person'),
  email: about(fields.email, 'Lower case; null once somebody inactive gave the address up to a newcomer'),
  name: about(fields.name, 'First and last name'),
  ...describedFields,
  unit: about(fields.unit, 'Never written by a sync; null if it is blank'),
  status: PersonStatus,
  weThriveId: about(fields.weThriveId, "WeThrive's own record ID; null unless an import gave it"),
  orgEmployeeId: about(
    fields.orgEmployeeId,
    "The Org employee ID of the People table: PeopleHR's EmployeeId, or what an import gave; null if it is blank",
  ),
  version: about(Whole, "The person's own history number, from 1"),
  changeNumber: about(Whole, 'The number of the change that made it as it is, among all changes of the company'),
  updatedAt: about(Instant, 'When it became as it is'),
  reportsTo: about(PersonIdOrNull, 'Whom they report to, as far as it is known, else null; grants no access'),
  notFromPeopleHr: about(Yes, 'Imported, and never found in PeopleHR: no sync changes them'),
});
export type Person = Json<typeof Person>;

export const PeoplePage = shape('PeoplePage', 'One page of the People table.', {
  ...pageOf(Person),
  total: about(Whole, 'People that match, on all pages'),
  changeNumber: about(
    Whole,
    'The moment that all pages of this list are of: whoever has them, and then the changes after this number, has the table',
  ),
  ...epochOfNumber,
});
export type PeoplePage = Json<typeof PeoplePage>;

export const PersonVersion = shape('PersonVersion', 'One version of a person.', {
  personId: about(PersonId, 'The person'),
  person: about(Nullable(Person), 'The full record as it was then, every field of it; null once it is erased'),
  version: about(Whole, "The person's own history number, from 1"),
  kind: words('VersionKind', 'What happened to a person.', {
    added: 'a new active person is in the table',
    updated: 'fields of theirs changed',
    deactivated: 'they became inactive; their data are kept',
    reactivated: 'they are active again',
    waiting: 'they joined, or came back, and wait for a licence',
    imported: 'an import brought them',
    erased: 'the person is in the table no more; so is each earlier version of them from then on',
  }),
  syncId: about(SyncIdOrNull, 'The sync that made it; null if none did'),
  changeNumber: about(Whole, 'Rises by one with every change of any person of the company'),
  at: about(Instant, 'When it was written'),
  changed: about(listOf(Word), 'Names of the fields of Person that changed'),
  oldEmail: about(WordOrNull, 'The address before, if it changed; else null'),
});
export type PersonVersion = Json<typeof PersonVersion>;

export const VersionPage = shape('VersionPage', 'One page of versions.', pageOf(PersonVersion));

export const ChangePage = shape('ChangePage', 'Changes of people, each once, in the order of their numbers.', {
  ...feedPageOf(PersonVersion),
});
export type ChangePage = Json<typeof ChangePage>;

/** As many values of a field as are told. */
export const MOST_FILTER_VALUES = 5_000;
const values = listOf(Word, { maxItems: MOST_FILTER_VALUES });

export const FilterValues = shape(
  'FilterValues',
  'The values that occur in the People table, each list in order and cut where it is too long: beside it stands how many there are.',
  {
    teams: about(values, 'Of team'),
    teamCount: about(Whole, 'How many there are of team'),
    locations: about(values, 'Of location'),
    locationCount: about(Whole, 'How many there are of location'),
    departments: about(values, 'Of department'),
    departmentCount: about(Whole, 'How many there are of department'),
    managers: about(values, 'Of manager: names'),
    managerCount: about(Whole, 'How many there are of manager'),
  },
);
export type FilterValues = Json<typeof FilterValues>;

export const PageQuery = shape('PageQuery', 'How much of a list, and from where.', paging);

export const ChangesQuery = shape(
  'ChangesQuery',
  'From where a feed goes on; without either from its beginning.',
  feedPaging,
);

export const PersonRequest = request('PersonRequest', personPath);

const path = '/v1/tenants/{tenant}/people';

export const peopleRpcs = {
  listPeople: rpc(
    'The People table, found by words, narrowed and in any order, now or as of any time; all pages are of one moment.',
    [`GET ${path}`],
    request('ListPeopleRequest', { ...tenantPath, ...PeopleFilter.properties }),
    PeoplePage,
    { asked: { ...ofTenant, status: 'active', search: 'moss', limit: 100 }, answered: peoplePage },
  ),
  getPerson: rpc('One row of the People table, as it is now.', [`GET ${path}/{personId}`], PersonRequest, Person, {
    asked: ofPerson,
    answered: aPerson,
  }),
  getPersonHistory: rpc(
    'The versions of one person, newest first.',
    [`GET ${path}/{personId}/history`],
    request('GetPersonHistoryRequest', { ...personPath, ...paging }),
    VersionPage,
    { asked: ofPerson, answered: versionPage },
  ),
  listFilterValues: rpc(
    'The values by which the People table can be narrowed.',
    [`GET ${path}/filters`],
    TenantRequest,
    FilterValues,
    { asked: ofTenant, answered: filterValues },
  ),
  listPeopleChanges: rpc(
    'Every change of a person, ordered and gapless, kept for as long as the company: an erasure takes the fields of a change, not its number. `after-beyond-head` for a number that was not given yet, `feed-restarted` for an epoch of a time that a restore has taken back.',
    [`GET ${path}/changes`],
    request('ListPeopleChangesRequest', { ...tenantPath, ...ChangesQuery.properties }),
    ChangePage,
    { asked: { ...ofTenant, after: 814, limit: 500 }, answered: changePage },
  ),
};
