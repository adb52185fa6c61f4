import { type Static, Type } from '@sinclair/typebox';
import { Instant } from '../primitives';
import { ofTenant } from './examples/ids';
import { aTenant, listedTenant } from './examples/settings';
import {
  licenceFields,
  MAX_SEATS,
  pageOf,
  paging,
  TenantId,
  tenantPath,
  TimeZone,
  wantedLicences,
  Word,
  WordOrNull,
  Yes,
} from './fields';
import { keyed, request, rpc } from './rpc';
import { about, atMostOneOfFields, formed, type Json, oneOfFields, optional, orElse, said, shape } from './shape';
import { SyncOrNull } from './syncs';
import { words } from './words';

export { MAX_SEATS };

export const TenantName = shape('TenantName', 'The path of a tenant that may be new.', tenantPath);

const name = about(
  formed(/\S/, 'name must not be blank', { minLength: 1, maxLength: 200 }),
  'What the company is called',
);
const timeZone = about(TimeZone, 'IANA name; days begin and end by it in every decision');

export const NewTenant = shape(
  'NewTenant',
  'A tenant as it begins: exactly one of seats and unlimited.',
  { name, timeZone: orElse(timeZone, 'Europe/London'), ...wantedLicences },
  { choices: [oneOfFields('seats', 'unlimited')] },
);

export const TenantChange = shape(
  'TenantChange',
  'What is given is changed, and nothing else; of seats and unlimited one, or neither.',
  { name: optional(name), timeZone: optional(timeZone), ...wantedLicences },
  { choices: [atMostOneOfFields('seats', 'unlimited')] },
);
export type TenantChange = Json<typeof TenantChange>;

export const Tenant = shape('Tenant', 'A customer company.', {
  tenant: about(TenantId, 'The company, as the platform names it'),
  name: about(Word, 'What the company is called'),
  timeZone: about(Word, 'IANA name; days begin and end by it in every decision'),
  ...licenceFields,
});
export type Tenant = Json<typeof Tenant>;

export const CreatedTenant = shape('CreatedTenant', 'A customer company, and whether this call made it.', {
  ...Tenant.properties,
  created: about(
    Yes,
    'This call, or the one under its key, made it; false: it was there already, with these settings. Over HTTP the status says so too: 201 or 200',
  ),
});
export type CreatedTenant = Json<typeof CreatedTenant>;

const Need = words('TenantNeed', 'Why a company needs somebody.', {
  held: 'a sync waits for an OK',
  unreadable: 'it waits because many dates in PeopleHR cannot be read',
  failing: 'the last sync that ended failed',
  stuck: 'a sync does not get any further',
  broken: 'PeopleHR refuses the key',
  parked: 'a service could not take their events',
});
export type Need = Static<typeof Need>;

export const TenantsQuery = shape('TenantsQuery', 'Which customers; without a state all of them.', {
  ...paging,
  state: optional(about(Need, 'Only those who need somebody for this')),
});

export const ListedTenant = shape('ListedTenant', 'A customer company, and why it needs somebody, if that was asked.', {
  ...Tenant.properties,
  reason: about(
    WordOrNull,
    'A stable word, of a stuck sync its step; more may come: message says it; null for a sync that waits, and where no state was asked for',
  ),
  message: about(
    WordOrNull,
    'The sentence for an administrator, with the next step; null where no state was asked for',
  ),
  sync: about(SyncOrNull, 'The sync that waits, failed or is stuck; null for the others'),
});
export type ListedTenant = Json<typeof ListedTenant>;

export const TenantPage = shape('TenantPage', 'One page of customers, by tenant.', pageOf(ListedTenant));

const OfferedRole = words('OfferedRole', 'What somebody may do who is signed in.', {
  'peoplesync.admin': 'an administrator, who changes things',
  'peoplesync.auditor': 'an auditor, who looks at things',
});

export const MakeSessionCode = shape('MakeSessionCode', 'Who is to be signed in.', {
  subject: about(
    formed(/\S/, 'subject must not be blank', { minLength: 1, maxLength: 200 }),
    'Who will be signed in: the name that history shows',
  ),
  roles: about(said(Type.Array(OfferedRole, { minItems: 1, uniqueItems: true })), 'What they may do, each once'),
});

export const SessionCode = shape('SessionCode', 'A code, shown once.', {
  code: about(Word, 'Signs in once, before expiresAt'),
  expiresAt: about(Instant, 'Until when'),
  link: about(
    WordOrNull,
    'What the browser opens; null if the address of the console is not known here (PUBLIC_ORIGIN)',
  ),
});
export type SessionCode = Json<typeof SessionCode>;

export const TenantRequest = request('TenantRequest', tenantPath);

export const tenantRpcs = {
  createTenant: keyed(
    'Creates a tenant, and changes none: the same settings again are answered alike. Platform only.',
    ['PUT /v1/tenants/{tenant}'],
    request('CreateTenantRequest', { ...tenantPath, ...NewTenant.properties }),
    CreatedTenant,
    {
      asked: { ...ofTenant, name: 'Northwind Tiles', timeZone: 'Europe/London', seats: 250 },
      answered: { ...aTenant, created: true },
    },
  ),
  updateTenant: keyed(
    'Changes what is given and nothing else. Name and licences: platform only.',
    ['PATCH /v1/tenants/{tenant}'],
    request('UpdateTenantRequest', { ...tenantPath, ...TenantChange.properties }),
    Tenant,
    { asked: { ...ofTenant, timeZone: 'Europe/Dublin' }, answered: { ...aTenant, timeZone: 'Europe/Dublin' } },
  ),
  getTenant: rpc('A customer company.', ['GET /v1/tenants/{tenant}'], TenantRequest, Tenant, {
    asked: ofTenant,
    answered: aTenant,
  }),
  createSessionCode: rpc(
    'A one-time code that opens the console for one person, signed in. Platform only. Each call gives another one.',
    ['POST /v1/tenants/{tenant}/session-codes'],
    request('CreateSessionCodeRequest', { ...tenantPath, ...MakeSessionCode.properties }),
    SessionCode,
    {
      asked: { ...ofTenant, subject: 'ada.clay@northwind-tiles.example', roles: ['peoplesync.admin'] },
      answered: {
        code: 'invented-code-that-opens-nothing',
        expiresAt: '2026-03-02T08:30:00.000Z',
        link: 'https://peoplesync.example/#code=invented-code-that-opens-nothing',
      },
    },
  ),
  listTenants: rpc(
    'All customers, by tenant, or those who need somebody. Platform only.',
    ['GET /v1/tenants'],
    request('ListTenantsRequest', TenantsQuery.properties),
    TenantPage,
    { asked: { limit: 500 }, answered: { items: [listedTenant], nextCursor: null } },
  ),
};
