import { Type } from '@sinclair/typebox';
import { describedFields } from '../mapped-fields';
import { Person as EventPerson, personStatuses } from '../person';
import { Instant, Nullable, oneOf, PersonId } from '../primitives';
import {
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

/** By what the People table can be put in order. */
const peopleSorts = ['name', 'email', 'team', 'location', 'department', 'manager', 'status'].flatMap((field) => [
  field,
  `-${field}`,
]);

const filter = optional(about(Type.String({ maxLength: 512 }), 'Exact'));

export const PeopleFilter = shape('PeopleFilter', 'What the People table is narrowed to.', {
  ...paging,
  status: optional(oneOf(...personStatuses)),
  search: optional(
    about(
      Type.String({ maxLength: 200 }),
      'Words that are parts of a name or an email address, in any order; case, accents and kinds of quotes do not count',
    ),
  ),
  team: filter,
  location: filter,
  department: filter,
  manager: filter,
  reportsTo: optional(about(PersonId, 'Whoever reports to this person')),
  sort: orElse(
    about(oneOf(...peopleSorts), 'With - before it the other way round; blank values come last either way'),
    'name',
  ),
  asOf: optional(about(Instant, 'The table as it was then; without it as it is at the first page')),
});

const fields = EventPerson.properties;

export const Person = shape('Person', 'One row of the People table.', {
  personId: PersonId,
  email: fields.email,
  name: fields.name,
  ...describedFields,
  unit: about(fields.unit, 'Never written by a sync'),
  status: fields.status,
  weThriveId: fields.weThriveId,
  orgEmployeeId: about(fields.orgEmployeeId, "PeopleHR's EmployeeId"),
  version: about(Whole, "The person's own history number"),
  changeNumber: about(Whole, 'The number of the change that made it as it is, among all changes of the company'),
  updatedAt: Instant,
  reportsTo: about(PersonIdOrNull, 'Whom they report to, as far as known; grants no access'),
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
});
export type PeoplePage = Json<typeof PeoplePage>;

export const PersonVersion = shape('PersonVersion', 'One version of a person.', {
  personId: PersonId,
  person: about(Nullable(Person), 'The full record as it was then, every field of it; null once it is erased'),
  version: Whole,
  kind: about(
    oneOf('added', 'updated', 'deactivated', 'reactivated', 'waiting', 'imported', 'erased'),
    'erased: the person is in the table no more; so is each earlier version of them from then on',
  ),
  syncId: about(SyncIdOrNull, 'The sync that made it'),
  changeNumber: about(Whole, 'Rises by one with every change of any person of the company'),
  at: Instant,
  changed: about(listOf(Word), 'Names of the fields that changed'),
  oldEmail: about(WordOrNull, 'If the address changed'),
});
export type PersonVersion = Json<typeof PersonVersion>;

export const VersionPage = shape('VersionPage', 'One page of versions.', pageOf(PersonVersion));

export const ChangePage = shape('ChangePage', 'Changes of people, each once, in the order of their numbers.', {
  ...feedPageOf(PersonVersion),
});
export type ChangePage = Json<typeof ChangePage>;

export const FilterValues = shape('FilterValues', 'The values that occur in the People table, each list in order.', {
  teams: listOf(Word),
  locations: listOf(Word),
  departments: listOf(Word),
  managers: listOf(Word),
});
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
    '',
    [`GET ${path}`],
    request('ListPeopleRequest', { ...tenantPath, ...PeopleFilter.properties }),
    PeoplePage,
  ),
  getPerson: rpc('', [`GET ${path}/{personId}`], PersonRequest, Person),
  getPersonHistory: rpc(
    'Newest first.',
    [`GET ${path}/{personId}/history`],
    request('GetPersonHistoryRequest', { ...personPath, ...paging }),
    VersionPage,
  ),
  listFilterValues: rpc(
    'The values by which the People table can be narrowed.',
    [`GET ${path}/filters`],
    TenantRequest,
    FilterValues,
  ),
  listPeopleChanges: rpc(
    'Every change of a person, ordered and gapless, kept for as long as the company: an erasure takes the fields of a change, not its number. `after-beyond-head` for a number that was not given yet.',
    [`GET ${path}/changes`],
    request('ListPeopleChangesRequest', { ...tenantPath, ...ChangesQuery.properties }),
    ChangePage,
  ),
};
