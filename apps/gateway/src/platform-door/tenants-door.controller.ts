import { Payload } from '@nestjs/microservices';
import { CurrentIdentity, Identity, type peoplesyncV1 } from '@people-sync/platform';
import { AllTenants, NewTenant } from '../access/known-tenant.guard';
import { PlatformOnly, Readers } from '../access/readers.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { ConnectBody } from '../integrations/integration.dto';
import { Integrations } from '../integrations/integrations';
import { PutLicencesBody } from '../licences/licences.dto';
import { Licences } from '../licences/licences';
import { TakesNoPlace } from '../places/place.interceptor';
import { SessionCodeBody } from '../sessions/session.dto';
import { SessionCodes } from '../sessions/session-codes';
import { PutTenantBody, TenantName } from '../tenants/tenant.dto';
import { TenantsQuery } from '../tenants/tenant-in-need.dto';
import { TenantsInNeed } from '../tenants/tenants-in-need';
import { Tenants } from '../tenants/tenants';
import { checked } from './checked';
import { PeopleSyncRpcs } from './rpcs.decorator';
import { integrationMessage, licencesMessage, tenantInNeedMessage, tenantMessage } from './tenant-messages';

/** Tenants, their connection to PeopleHR and their licences: the HTTP door's operations in other words. */
@PeopleSyncRpcs(
  'createTenant',
  'getTenant',
  'createSessionCode',
  'listTenants',
  'connectPeopleHr',
  'getIntegration',
  'disconnectPeopleHr',
  'setLicences',
  'getLicences',
)
export class TenantsDoorController {
  constructor(
    private readonly tenants: Tenants,
    private readonly codes: SessionCodes,
    private readonly inNeed: TenantsInNeed,
    private readonly integrations: Integrations,
    private readonly licences: Licences,
  ) {}

  @PlatformOnly()
  @NewTenant()
  async createTenant(
    @Payload() request: peoplesyncV1.CreateTenantRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Tenant> {
    const { tenant } = await checked(TenantName, { tenant: request.tenant });
    const { name, timeZone, seats = null } = request;
    const body = await checked(PutTenantBody, { name, seats }, { timeZone });
    return tenantMessage((await this.tenants.put({ identity, key }, tenant, body)).body);
  }

  @Readers()
  async getTenant(@Payload() { tenant }: peoplesyncV1.TenantRequest): Promise<peoplesyncV1.Tenant> {
    return tenantMessage(await this.tenants.get(tenant));
  }

  @PlatformOnly()
  async createSessionCode(
    @Payload() { tenant, subject, roles }: peoplesyncV1.CreateSessionCodeRequest,
  ): Promise<peoplesyncV1.SessionCode> {
    const asked = await checked(SessionCodeBody, { subject }, { roles: roles.length === 0 ? undefined : roles });
    const made = await this.codes.create({ tenantId: tenant, subject: asked.subject, roles: asked.roles });
    return { ...made, link: made.link ?? '' };
  }

  @PlatformOnly()
  @AllTenants()
  async listTenants(
    @Payload() { state, limit, cursor }: peoplesyncV1.ListTenantsRequest,
  ): Promise<peoplesyncV1.ListTenantsResponse> {
    const { items, nextCursor } = await this.inNeed.list(await checked(TenantsQuery, { state }, { limit, cursor }));
    return { items: items.map(tenantInNeedMessage), nextCursor: nextCursor ?? '' };
  }

  @TakesNoPlace()
  async connectPeopleHr(
    @Payload() request: peoplesyncV1.ConnectPeopleHrRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Integration> {
    const { tenant, apiKey, replaceCompany } = request;
    const body = await checked(ConnectBody, { apiKey, replaceCompany });
    return integrationMessage((await this.integrations.connect({ identity, key }, tenant, body)).body);
  }

  @Readers()
  async getIntegration(@Payload() { tenant }: peoplesyncV1.TenantRequest): Promise<peoplesyncV1.Integration> {
    return integrationMessage(await this.integrations.get(tenant));
  }

  async disconnectPeopleHr(
    @Payload() { tenant }: peoplesyncV1.TenantRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.DisconnectPeopleHrResponse> {
    await this.integrations.disconnect({ identity, key }, tenant);
    return {};
  }

  @PlatformOnly()
  async setLicences(
    @Payload() request: peoplesyncV1.SetLicencesRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Licences> {
    const { seats } = await checked(PutLicencesBody, { seats: request.seats ?? null });
    return licencesMessage((await this.licences.set({ identity, key }, request.tenant, seats)).body);
  }

  @Readers()
  async getLicences(@Payload() { tenant }: peoplesyncV1.TenantRequest): Promise<peoplesyncV1.Licences> {
    return licencesMessage(await this.licences.get(tenant));
  }
}
