import { Payload } from '@nestjs/microservices';
import type {
  ChangePage,
  Explanation,
  FilterValues,
  ImportOutcome,
  PeoplePage,
  Person,
  PersonExport,
  PersonVersion,
} from '@people-sync/contracts/api';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { idOf } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { Exports } from '../exports/exports';
import { ImportQuery } from '../imports/import.dto';
import { Imports } from '../imports/imports';
import { peopleList } from '../imports/people-list';
import { type Page, PageQuery } from '../paging/page.dto';
import { People } from '../people/people';
import { ChangesQuery, PeopleFilter } from '../people/person.dto';
import { Explanations } from '../explanations/explanations';
import { ExplanationQuery } from '../explanations/explanation.dto';
import { checked } from './checked';
import { type Asked, PeopleSyncRpcs } from './rpcs.decorator';

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
  async listPeople(@Payload() { tenant, ...asked }: Asked<'listPeople'>): Promise<PeoplePage> {
    return this.people.list(tenant, await checked(PeopleFilter, asked));
  }

  @Readers()
  async getPerson(@Payload() { tenant, personId }: Asked<'getPerson'>): Promise<Person> {
    return this.people.one(tenant, idOf(personId));
  }

  @Readers()
  async getPersonHistory(
    @Payload() { tenant, personId, ...asked }: Asked<'getPersonHistory'>,
  ): Promise<Page<PersonVersion>> {
    return this.people.history(tenant, idOf(personId), await checked(PageQuery, asked));
  }

  @Readers()
  async listFilterValues(@Payload() { tenant }: Asked<'listFilterValues'>): Promise<FilterValues> {
    return this.people.filterValues(tenant);
  }

  async importPeople(
    @Payload() { tenant, people, ...asked }: Asked<'importPeople'>,
    @CurrentCaller() caller: Caller,
  ): Promise<ImportOutcome> {
    const { mode } = await checked(ImportQuery, asked);
    return this.imports.import(caller, tenant, peopleList({ people }), mode);
  }

  @Readers()
  async explainPerson(@Payload() { tenant, personId, ...asked }: Asked<'explainPerson'>): Promise<Explanation> {
    const { employeeId, email } = await checked(ExplanationQuery, asked);
    const whom = { personId: personId === undefined ? undefined : idOf(personId), employeeId, email };
    return this.explanations.explain(tenant, whom);
  }

  @Readers()
  async exportPerson(@Payload() { tenant, personId }: Asked<'exportPerson'>): Promise<PersonExport> {
    return this.exports.person(tenant, idOf(personId));
  }

  @Readers()
  async listPeopleChanges(@Payload() { tenant, ...asked }: Asked<'listPeopleChanges'>): Promise<ChangePage> {
    return this.people.changes(tenant, await checked(ChangesQuery, asked));
  }
}
