import { Type } from '@sinclair/typebox';
import { describedFields } from '../mapped-fields';
import { Person as EventPerson, personStatuses } from '../person';
import { Instant, oneOf, PersonId } from '../primitives';
import {
  limit,
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
  reportsTo: optional(about(PersonId, 'Whoever reports to this person now; not together with asOf')),
  sort: orElse(
    about(oneOf(...peopleSorts), 'With - before it the other way round; blank values come last either way'),
    'name',
  ),
  asOf: optional(about(Instant, 'The table as it was then')),
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
  updatedAt: Instant,
  reportsTo: about(PersonIdOrNull, 'Whom they report to, as far as known; grants no access'),
  directReports: about(Whole, 'How many active people report to them'),
  notFromPeopleHr: about(Yes, 'Imported, and never found in PeopleHR: no sync changes them'),
});
export type Person = Json<typeof Person>;

export const PeoplePage = shape('PeoplePage', 'One page of the People table.', {
  ...pageOf(Person),
  total: about(Whole, 'People that match, on all pages'),
});
export type PeoplePage = Json<typeof PeoplePage>;

export const PersonVersion = shape('PersonVersion', 'One version of a person.', {
  person: about(Person, 'The full record as it was then'),
  version: Whole,
  kind: oneOf('added', 'updated', 'deactivated', 'reactivated', 'waiting', 'imported'),
  syncId: about(SyncIdOrNull, 'The sync that made it'),
  changeNumber: about(Whole, 'Rises with every change of any person'),
  at: Instant,
  changed: about(listOf(Word), 'Names of the fields that changed'),
  oldEmail: about(WordOrNull, 'If the address changed'),
});
export type PersonVersion = Json<typeof PersonVersion>;

export const VersionPage = shape('VersionPage', 'One page of versions.', pageOf(PersonVersion));

export const FilterValues = shape('FilterValues', 'The values that occur in the People table, each list in order.', {
  teams: listOf(Word),
  locations: listOf(Word),
  departments: listOf(Word),
  managers: listOf(Word),
});
export type FilterValues = Json<typeof FilterValues>;

export const PageQuery = shape('PageQuery', 'How much of a list, and from where.', paging);

export const ChangesQuery = shape('ChangesQuery', 'From where the feed of changes goes on.', {
  after: orElse(
    about(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), 'The last change number that is known'),
    0,
  ),
  ...limit,
});

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
    'Every change of a person, ordered and gapless.',
    [`GET ${path}/changes`],
    request('ListPeopleChangesRequest', { ...tenantPath, ...ChangesQuery.properties }),
    VersionPage,
  ),
};
