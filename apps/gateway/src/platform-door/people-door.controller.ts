import { Payload } from '@nestjs/microservices';
import { CurrentIdentity, Identity, type peoplesyncV1 } from '@people-sync/platform';
import { idOf } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { Exports } from '../exports/exports';
import { Imports } from '../imports/imports';
import { ImportQuery } from '../imports/import.dto';
import { peopleList } from '../imports/people-list';
import { PageQuery } from '../paging/page.dto';
import { People } from '../people/people';
import { ChangesQuery, PeopleFilter } from '../people/person.dto';
import { Explanations } from '../why/explanations';
import { WhyQuery } from '../why/why.dto';
import { checked } from './checked';
import { exportMessage } from './export-message';
import { explanationMessage, importMessage, personMessage, versionMessage } from './person-messages';
import { PeopleSyncRpcs } from './rpcs.decorator';

/** The People table: the HTTP door's operations in other words. */
@PeopleSyncRpcs(
  'listPeople',
  'getPerson',
  'getPersonHistory',
  'listFilterValues',
  'importPeople',
  'explainPerson',
  'exportPerson',
  'listPeopleChanges',
)
export class PeopleDoorController {
  constructor(
    private readonly people: People,
    private readonly imports: Imports,
    private readonly explanations: Explanations,
    private readonly exports: Exports,
  ) {}

  @Readers()
  async listPeople(@Payload() request: peoplesyncV1.ListPeopleRequest): Promise<peoplesyncV1.ListPeopleResponse> {
    const { tenant, ...query } = request;
    const { items, nextCursor, total } = await this.people.list(tenant, await checked(PeopleFilter, {}, query));
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
  async listFilterValues(@Payload() { tenant }: peoplesyncV1.TenantRequest): Promise<peoplesyncV1.FilterValues> {
    const { teams, locations, departments, managers } = await this.people.filterValues(tenant);
    return {
      teams: [...teams],
      locations: [...locations],
      departments: [...departments],
      managers: [...managers],
    };
  }

  async importPeople(
    @Payload() { tenant, people, mode: wished }: peoplesyncV1.ImportPeopleRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.ImportPeopleResponse> {
    const { mode } = await checked(ImportQuery, {}, { mode: wished });
    const { body } = await this.imports.import({ identity, key }, tenant, peopleList({ people }), mode);
    return importMessage(body);
  }

  @Readers()
  async explainPerson(@Payload() request: peoplesyncV1.ExplainPersonRequest): Promise<peoplesyncV1.Explanation> {
    const { tenant, personId, employeeId, email } = request;
    await checked(WhyQuery, {}, { employeeId, email });
    const question = { personId: personId === '' ? '' : idOf(personId), employeeId, email };
    return explanationMessage(await this.explanations.explain(tenant, question));
  }

  @Readers()
  async exportPerson(@Payload() { tenant, personId }: peoplesyncV1.PersonRequest): Promise<peoplesyncV1.PersonExport> {
    return exportMessage(await this.exports.person(tenant, idOf(personId)));
  }

  @Readers()
  async listPeopleChanges(
    @Payload() { tenant, after, limit }: peoplesyncV1.ListPeopleChangesRequest,
  ): Promise<peoplesyncV1.ListPeopleChangesResponse> {
    const { items } = await this.people.changes(tenant, await checked(ChangesQuery, {}, { after, limit }));
    return { items: items.map(versionMessage) };
  }
}
