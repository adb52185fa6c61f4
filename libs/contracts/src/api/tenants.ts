import { Type } from '@sinclair/typebox';
import { Instant, oneOf } from '../primitives';
import { MAX_SEATS, pageOf, paging, Seats, tenantPath, TimeZone, Word, WordOrNull } from './fields';
import { request, rpc } from './rpc';
import { about, formed, type Json, orElse, shape } from './shape';
import { SyncOrNull } from './syncs';

export { MAX_SEATS };

export const TenantName = shape('TenantName', 'The path of a tenant that may be new.', tenantPath);

export const PutTenant = shape('PutTenant', 'A tenant as it is to be.', {
  name: formed(/\S/, 'name must not be blank', { minLength: 1, maxLength: 200 }),
  timeZone: orElse(about(TimeZone, 'IANA name'), 'Europe/London'),
  seats: Seats,
});

export const Tenant = shape('Tenant', 'A customer company.', {
  tenant: Word,
  name: Word,
  timeZone: about(Word, 'IANA name'),
  seats: Seats,
});
export type Tenant = Json<typeof Tenant>;

const needs = ['held', 'unreadable', 'failing', 'stuck', 'broken', 'parked'] as const;
export type Need = (typeof needs)[number];

export const TenantsQuery = shape('TenantsQuery', 'Which customers.', {
  ...paging,
  state: about(
    oneOf(...needs),
    'held: a sync waits for an OK; unreadable: it waits because many dates in PeopleHR cannot be read; failing: the last sync that ended failed; stuck: a sync does not get any further; broken: PeopleHR refuses the key; parked: a service could not take their events',
  ),
});

export const TenantInNeed = shape('TenantInNeed', 'A customer who needs somebody, and why.', {
  tenant: Word,
  name: Word,
  reason: about(WordOrNull, 'A stable word, of a stuck sync its step; null for a sync that waits'),
  message: about(Word, 'The sentence for an administrator, with the next step'),
  sync: about(SyncOrNull, 'The sync that waits, failed or is stuck; null for the others'),
});
export type TenantInNeed = Json<typeof TenantInNeed>;

export const TenantPage = shape('TenantPage', 'One page of customers who need somebody.', pageOf(TenantInNeed));

const offeredRoles = ['peoplesync.admin', 'peoplesync.auditor'] as const;

export const MakeSessionCode = shape('MakeSessionCode', 'Who is to be signed in.', {
  subject: about(
    formed(/\S/, 'subject must not be blank', { minLength: 1, maxLength: 200 }),
    'Who will be signed in: the name that history shows',
  ),
  roles: orElse(Type.Array(oneOf(...offeredRoles), { minItems: 1, uniqueItems: true }), ['peoplesync.admin']),
});

export const SessionCode = shape('SessionCode', 'A code, shown once.', {
  code: about(Word, 'Signs in once, before expiresAt'),
  expiresAt: Instant,
  link: about(
    WordOrNull,
    'What the browser opens; null if the address of the console is not known here (PUBLIC_ORIGIN)',
  ),
});
export type SessionCode = Json<typeof SessionCode>;

export const TenantRequest = request('TenantRequest', tenantPath);

export const tenantRpcs = {
  createTenant: rpc(
    'Creates or updates a tenant. Platform only.',
    ['PUT /v1/tenants/{tenant}'],
    request('CreateTenantRequest', { ...tenantPath, ...PutTenant.properties }),
    Tenant,
  ),
  getTenant: rpc('', ['GET /v1/tenants/{tenant}'], TenantRequest, Tenant),
  createSessionCode: rpc(
    'A one-time code that opens the console for one person, signed in. Platform only. Each call gives another one.',
    ['POST /v1/tenants/{tenant}/session-codes'],
    request('CreateSessionCodeRequest', { ...tenantPath, ...MakeSessionCode.properties }),
    SessionCode,
  ),
  listTenants: rpc(
    'Which customers need somebody, by tenant. Platform only.',
    ['GET /v1/tenants'],
    request('ListTenantsRequest', TenantsQuery.properties),
    TenantPage,
  ),
};
