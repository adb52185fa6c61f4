import { Payload } from '@nestjs/microservices';
import type {
  CreatedTenant,
  Integration,
  Licences as LicencesShape,
  Schedule,
  SessionCode,
  Tenant,
} from '@people-sync/contracts/api';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { AllTenants, NewTenant } from '../access/known-tenant.guard';
import { PlatformOnly, Readers } from '../access/readers.decorator';
import type { Answer } from '../idempotency/answer';
import { ConnectPeopleHrBody } from '../integrations/integration.dto';
import { Integrations } from '../integrations/integrations';
import { SetLicencesBody } from '../licences/licences.dto';
import { Licences } from '../licences/licences';
import { TakesNoPlace } from '../places/place.interceptor';
import { SetScheduleBody } from '../schedule/schedule.dto';
import { Schedules } from '../schedule/schedules';
import { CreateSessionCodeBody } from '../sessions/session.dto';
import { SessionCodes } from '../sessions/session-codes';
import { TenantsQuery } from '../tenants/tenant-in-need.dto';
import { UpdateTenantBody, CreateTenantBody, TenantName } from '../tenants/tenant.dto';
import { TenantsInNeed } from '../tenants/tenants-in-need';
import { Tenants } from '../tenants/tenants';
import { checked } from './checked';
import { type Asked, PeopleSyncRpcs } from './rpcs.decorator';

/** Tenants, their connection to PeopleHR, their licences and schedules: the HTTP door's operations in other words. */
@PeopleSyncRpcs(
  'createTenant',
  'updateTenant',
  'getTenant',
  'createSessionCode',
  'listTenants',
  'connectPeopleHr',
  'getIntegration',
  'disconnectPeopleHr',
  'setLicences',
  'getLicences',
  'setSchedule',
  'getSchedule',
)
export class TenantsDoorController {
  constructor(
    private readonly tenants: Tenants,
    private readonly codes: SessionCodes,
    private readonly inNeed: TenantsInNeed,
    private readonly integrations: Integrations,
    private readonly licences: Licences,
    private readonly schedules: Schedules,
  ) {}

  @PlatformOnly()
  @NewTenant()
  async createTenant(
    @Payload() { tenant: name, ...asked }: Asked<'createTenant'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Answer<CreatedTenant>> {
    const { tenant } = await checked(TenantName, { tenant: name });
    return this.tenants.create(caller, tenant, await checked(CreateTenantBody, asked));
  }

  async updateTenant(
    @Payload() { tenant, ...asked }: Asked<'updateTenant'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Tenant> {
    return this.tenants.update(caller, tenant, await checked(UpdateTenantBody, asked));
  }

  @Readers()
  async getTenant(@Payload() { tenant }: Asked<'getTenant'>): Promise<Tenant> {
    return this.tenants.get(tenant);
  }

  @PlatformOnly()
  async createSessionCode(@Payload() { tenant, ...asked }: Asked<'createSessionCode'>): Promise<SessionCode> {
    const { subject, roles } = await checked(CreateSessionCodeBody, asked);
    return this.codes.create({ tenantId: tenant, subject, roles });
  }

  @PlatformOnly()
  @AllTenants()
  async listTenants(@Payload() asked: Asked<'listTenants'>) {
    return this.inNeed.list(await checked(TenantsQuery, asked));
  }

  @TakesNoPlace()
  async connectPeopleHr(
    @Payload() { tenant, ...asked }: Asked<'connectPeopleHr'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Answer<Integration>> {
    return this.integrations.connect(caller, tenant, await checked(ConnectPeopleHrBody, asked));
  }

  @Readers()
  async getIntegration(@Payload() { tenant }: Asked<'getIntegration'>): Promise<Integration> {
    return this.integrations.get(tenant);
  }

  async disconnectPeopleHr(
    @Payload() { tenant }: Asked<'disconnectPeopleHr'>,
    @CurrentCaller() caller: Caller,
  ): Promise<object> {
    await this.integrations.disconnect(caller, tenant);
    return {};
  }

  @PlatformOnly()
  async setLicences(
    @Payload() { tenant, ...asked }: Asked<'setLicences'>,
    @CurrentCaller() caller: Caller,
  ): Promise<LicencesShape> {
    return this.licences.set(caller, tenant, await checked(SetLicencesBody, asked));
  }

  @Readers()
  async getLicences(@Payload() { tenant }: Asked<'getLicences'>): Promise<LicencesShape> {
    return this.licences.get(tenant);
  }

  async setSchedule(@Payload() { tenant, ...asked }: Asked<'setSchedule'>): Promise<Schedule> {
    return this.schedules.set(tenant, await checked(SetScheduleBody, asked));
  }

  @Readers()
  async getSchedule(@Payload() { tenant }: Asked<'getSchedule'>): Promise<Schedule> {
    return this.schedules.get(tenant);
  }
}
