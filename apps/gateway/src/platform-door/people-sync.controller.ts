import { Payload } from '@nestjs/microservices';
import { CurrentIdentity, Identity, peoplesyncV1 } from '@people-sync/platform';
import { from, map, type Observable, switchMap } from 'rxjs';
import { IdPipe } from '../access/id.pipe';
import { NewTenant } from '../access/known-tenant.guard';
import { PlatformOnly, Readers } from '../access/readers.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { ConnectBody } from '../integrations/integration.dto';
import { Integrations } from '../integrations/integrations';
import { PutLicencesBody } from '../licences/licences.dto';
import { Licences } from '../licences/licences';
import { PageQuery } from '../paging/page.dto';
import { People } from '../people/people';
import { ChangesQuery, PeopleFilter } from '../people/person.dto';
import { PlanQuery } from '../plans/plan.dto';
import { Plans } from '../plans/plans';
import { ProblemsQuery } from '../problems/problem.dto';
import { Problems } from '../problems/problems';
import { StartSyncBody } from '../syncs/sync.dto';
import { Syncs } from '../syncs/syncs';
import { PutTenantBody, TenantName } from '../tenants/tenant.dto';
import { Tenants } from '../tenants/tenants';
import { checked } from './checked';
import {
  integrationMessage,
  licencesMessage,
  personMessage,
  planMessage,
  problemMessage,
  syncMessage,
  tenantMessage,
  versionMessage,
} from './messages';
import { PeopleSyncRpcs } from './rpcs.decorator';

const idOf = (text: string): string => new IdPipe().transform(text);

/** gRPC `wethrive.peoplesync.v1.PeopleSync`: the operations of the HTTP door in other words, by the same classes. */
@PeopleSyncRpcs(
  'createTenant',
  'getTenant',
  'connectPeopleHr',
  'getIntegration',
  'disconnectPeopleHr',
  'startSync',
  'getSync',
  'watchSync',
  'listSyncs',
  'cancelSync',
  'getPlan',
  'listProblems',
  'listPeople',
  'getPerson',
  'getPersonHistory',
  'listPeopleChanges',
  'setLicences',
  'getLicences',
)
export class PeopleSyncController {
  constructor(
    private readonly tenants: Tenants,
    private readonly integrations: Integrations,
    private readonly syncs: Syncs,
    private readonly plans: Plans,
    private readonly problems: Problems,
    private readonly people: People,
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

  async startSync(
    @Payload() request: peoplesyncV1.StartSyncRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Sync> {
    const { mode } = await checked(StartSyncBody, {}, { mode: request.mode });
    return syncMessage((await this.syncs.start({ identity, key }, request.tenant, mode)).body);
  }

  @Readers()
  async getSync(@Payload() { tenant, syncId }: peoplesyncV1.SyncRequest): Promise<peoplesyncV1.Sync> {
    return syncMessage(await this.syncs.get(tenant, idOf(syncId)));
  }

  @Readers()
  watchSync(@Payload() { tenant, syncId }: peoplesyncV1.SyncRequest): Observable<peoplesyncV1.Sync> {
    return from(this.syncs.watch(tenant, idOf(syncId))).pipe(switchMap((states) => states.pipe(map(syncMessage))));
  }

  @Readers()
  async listSyncs(
    @Payload() { tenant, limit, cursor }: peoplesyncV1.ListSyncsRequest,
  ): Promise<peoplesyncV1.ListSyncsResponse> {
    const { items, nextCursor } = await this.syncs.list(tenant, await checked(PageQuery, {}, { limit, cursor }));
    return { items: items.map(syncMessage), nextCursor: nextCursor ?? '' };
  }

  async cancelSync(
    @Payload() { tenant, syncId }: peoplesyncV1.SyncRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Sync> {
    return syncMessage((await this.syncs.cancel({ identity, key }, tenant, idOf(syncId))).body);
  }

  @Readers()
  async getPlan(@Payload() request: peoplesyncV1.GetPlanRequest): Promise<peoplesyncV1.Plan> {
    const { tenant, syncId, limit, cursor, group } = request;
    const query = await checked(PlanQuery, {}, { limit, cursor, group });
    return planMessage(await this.plans.get(tenant, idOf(syncId), query));
  }

  @Readers()
  async listProblems(@Payload() request: peoplesyncV1.ListProblemsRequest): Promise<peoplesyncV1.ListProblemsResponse> {
    const { tenant, syncId, state, limit, cursor } = request;
    const query = await checked(ProblemsQuery, {}, { state, limit, cursor });
    const sync = syncId === '' ? undefined : idOf(syncId);
    const { items, nextCursor } = await this.problems.list(tenant, query, sync);
    return { items: items.map(problemMessage), nextCursor: nextCursor ?? '' };
  }

  @Readers()
  async listPeople(@Payload() request: peoplesyncV1.ListPeopleRequest): Promise<peoplesyncV1.ListPeopleResponse> {
    const { tenant, status, search, team, location, department, manager, asOf, limit, cursor } = request;
    const query = await checked(
      PeopleFilter,
      {},
      { status, search, team, location, department, manager, asOf, limit, cursor },
    );
    const { items, nextCursor, total } = await this.people.list(tenant, query);
    return { items: items.map(personMessage), nextCursor: nextCursor ?? '', total };
  }

  @Readers()
  async getPerson(@Payload() { tenant, personId }: peoplesyncV1.PersonRequest): Promise<peoplesyncV1.Person> {
    return personMessage(await this.people.one(tenant, idOf(personId)));
  }

  @Readers()
  async getPersonHistory(
    @Payload() request: peoplesyncV1.GetPersonHistoryRequest,
  ): Promise<peoplesyncV1.GetPersonHistoryResponse> {
    const { tenant, personId, limit, cursor } = request;
    const query = await checked(PageQuery, {}, { limit, cursor });
    const { items, nextCursor } = await this.people.history(tenant, idOf(personId), query);
    return { items: items.map(versionMessage), nextCursor: nextCursor ?? '' };
  }

  @Readers()
  async listPeopleChanges(
    @Payload() { tenant, after, limit }: peoplesyncV1.ListPeopleChangesRequest,
  ): Promise<peoplesyncV1.ListPeopleChangesResponse> {
    const { items } = await this.people.changes(tenant, await checked(ChangesQuery, {}, { after, limit }));
    return { items: items.map(versionMessage) };
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
