import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { personStatuses } from '@people-sync/contracts';
import { AllowServices, feedRestarted, notFound, readPage, refusal, writerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { ReportingHistoryRepository } from '../managers/reporting-history.repository';
import { HistoryRepository } from './history.repository';
import { epochAt, isOfThisHistory } from './people-epoch';
import { cursorAfter, startOf } from './page-cursor';
import { type PeopleSort, peopleSorts, type TablePlace } from './people-order';
import {
  GetPeopleDto,
  GetPersonDto,
  GetPersonHistoryDto,
  ListFilterValuesDto,
  ListPeopleChangesDto,
  ListPeopleDto,
  SelectPeopleDto,
} from './people.dto';
import {
  type ListedPerson,
  type PeopleFilter,
  PeopleRepository,
  type PersonThen,
  UnknownMomentError,
} from './people.repository';
import { personMessage, versionMessage } from './person-message';
import type { PersonVersion } from './person-version.entity';

const SERVICE = writerV1.WRITER_SERVICE_NAME;
const USUAL_PAGE = 100;

/** The reads of gRPC `peoplesync.writer.v1.Writer`; the .proto file says what each call means. */
@Controller()
@AllowServices('gateway')
export class PeopleController {
  constructor(
    private readonly people: PeopleRepository,
    private readonly history: HistoryRepository,
    private readonly reporting: ReportingHistoryRepository,
    private readonly dataSource: DataSource,
  ) {}

  @GrpcMethod(SERVICE, 'ListPeople')
  async listPeople(request: ListPeopleDto): Promise<writerV1.ListPeopleResponse> {
    const question = questionOf(request);
    const start = request.cursor === '' ? undefined : (startOf(request.cursor, question) ?? wrongCursor());
    const { people, total, at, epoch } = await this.people
      .list(filterOf(request), start, request.limit + 1, sortOf(request))
      .catch(wrongMoment);
    const page = people.slice(0, request.limit);
    const last = page.at(-1);
    return {
      people: await this.shown(request.tenantId, page),
      nextCursor:
        last && people.length > request.limit ? cursorAfter({ place: placeAt(last), at, epoch }, question) : '',
      total,
      changeNumber: at,
      epoch,
    };
  }

  @GrpcMethod(SERVICE, 'SelectPeople')
  @AllowServices('gateway', 'audit')
  async selectPeople(request: SelectPeopleDto): Promise<writerV1.SelectPeopleResponse> {
    const { personIds, at } = await this.people.select(filterOf(request), sortOf(request));
    return { personIds: [...personIds], changeNumber: at };
  }

  @GrpcMethod(SERVICE, 'GetPeople')
  @AllowServices('gateway', 'audit')
  async getPeople({ tenantId, personIds, asOf, at }: GetPeopleDto): Promise<writerV1.GetPeopleResponse> {
    const time = timeOf(asOf);
    const moment = time ? await this.people.momentAt(tenantId, time) : at;
    return { people: await this.shown(tenantId, await this.people.named(tenantId, personIds, moment)) };
  }

  @GrpcMethod(SERVICE, 'GetPerson')
  async getPerson({ tenantId, personId }: GetPersonDto): Promise<writerV1.Person> {
    const [person] = await this.shown(tenantId, await this.people.named(tenantId, [personId], undefined));
    if (!person) throw notFound();
    return person;
  }

  @GrpcMethod(SERVICE, 'ListFilterValues')
  async listFilterValues({ tenantId }: ListFilterValuesDto): Promise<writerV1.ListFilterValuesResponse> {
    return this.people.filterValues(tenantId);
  }

  @GrpcMethod(SERVICE, 'GetPersonHistory')
  async getPersonHistory(request: GetPersonHistoryDto): Promise<writerV1.GetPersonHistoryResponse> {
    const { tenantId, personId, cursor } = request;
    const limit = request.limit || USUAL_PAGE;
    const before = cursor === '' ? undefined : Number(cursor);
    const read = (count: number) => this.history.ofPerson(this.dataSource.manager, tenantId, personId, before, count);
    const { rows, nextCursor } = await readPage(limit, read, ({ changeNo }) => String(changeNo));
    if (rows.length === 0 && (await this.people.named(tenantId, [personId], undefined)).length === 0) throw notFound();
    return { versions: await this.versions(tenantId, rows), nextCursor };
  }

  @GrpcMethod(SERVICE, 'ListPeopleChanges')
  async listPeopleChanges(request: ListPeopleChangesDto): Promise<writerV1.ListPeopleChangesResponse> {
    const { tenantId, after: changeNo, limit, epoch } = request;
    const { manager } = this.dataSource;
    if (epoch !== undefined && !(await isOfThisHistory(manager, tenantId, epoch))) throw feedRestarted();
    const tenants = [{ tenantId, changeNo }];
    // The head first: whatever is written meanwhile is beyond it, and comes with the next page.
    const newest = await this.history.head(manager, tenantId);
    const changes = await this.history.since(manager, tenants, limit || USUAL_PAGE);
    const head = Math.max(newest, changes.at(-1)?.changeNo ?? 0);
    return {
      changes: await this.versions(tenantId, changes),
      head,
      epoch: await epochAt(manager, tenantId, head),
    };
  }

  private async shown(tenantId: string, people: readonly PersonThen[]): Promise<writerV1.Person[]> {
    const since = await this.people.fromPeopleHrSince(tenantId, idsOf(people));
    const reporting = await this.reporting.of(this.dataSource.manager, tenantId, people);
    return people.map((person, index) =>
      personMessage(person, person.updatedAt, {
        fromPeopleHrSince: since.get(person.personId) ?? null,
        reportsTo: reporting[index]?.reportsTo ?? null,
      }),
    );
  }

  private async versions(tenantId: string, versions: readonly PersonVersion[]): Promise<writerV1.PersonVersion[]> {
    const since = await this.people.fromPeopleHrSince(tenantId, idsOf(versions));
    const reporting = await this.reporting.of(this.dataSource.manager, tenantId, versions);
    return versions.map((version, index) =>
      versionMessage(version, {
        fromPeopleHrSince: since.get(version.personId) ?? null,
        reportsTo: reporting[index]?.reportsTo ?? null,
        isNewManager: reporting[index]?.isNew ?? false,
      }),
    );
  }
}

const idsOf = (people: readonly { readonly personId: string }[]): string[] => [
  ...new Set(people.map(({ personId }) => personId)),
];

const given = (text: string): string | undefined => (text === '' ? undefined : text);

const timeOf = (asOf: string): Date | undefined => (asOf === '' ? undefined : new Date(asOf));

function filterOf(request: SelectPeopleDto): PeopleFilter {
  return {
    tenantId: request.tenantId,
    status: personStatuses.find((status) => status === request.status),
    search: given(request.search.trim()),
    team: given(request.team),
    location: given(request.location),
    department: given(request.department),
    manager: given(request.manager),
    reportsTo: given(request.reportsTo),
    asOf: timeOf(request.asOf),
  };
}

/** Everything that decides which people are listed, and in which order: a cursor is good for this question only. */
function questionOf(request: ListPeopleDto): string[] {
  const { tenantId, status, search, team, location, department, manager, reportsTo, asOf } = request;
  return [tenantId, status, search, team, location, department, manager, reportsTo, asOf, sortOf(request)];
}

const sortOf = ({ sort }: SelectPeopleDto): PeopleSort => peopleSorts.find((one) => one === sort) ?? 'name';

const placeAt = ({ sortKey, nameFolded, personId }: ListedPerson): TablePlace => ({
  key: sortKey,
  name: nameFolded,
  personId,
});

const wrongMoment = (error: unknown): never => {
  throw error instanceof UnknownMomentError ? wrongCursor() : error;
};

const wrongCursor = (): never => {
  const message = 'cursor does not belong to this list: begin again without one.';
  throw refusal('invalid-request', message);
};
