import { status as grpcStatus } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { personStatuses } from '@people-sync/contracts';
import { AllowServices, GrpcException, notFound, readPage, writerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { ReportingLinesRepository } from '../managers/reporting-lines.repository';
import { HistoryRepository } from './history.repository';
import { cursorAfter, placeOf } from './page-cursor';
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
import { type ListedPerson, type PeopleFilter, PeopleRepository, type PersonThen } from './people.repository';
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
    private readonly lines: ReportingLinesRepository,
    private readonly dataSource: DataSource,
  ) {}

  @GrpcMethod(SERVICE, 'ListPeople')
  async listPeople(request: ListPeopleDto): Promise<writerV1.ListPeopleResponse> {
    const question = questionOf(request);
    const after = request.cursor === '' ? undefined : (placeOf(request.cursor, question) ?? wrongCursor());
    const filter = filterOf(request);
    const { people, total } = await this.people.list(filter, after, request.limit + 1, sortOf(request));
    const page = people.slice(0, request.limit);
    const last = page.at(-1);
    return {
      people: await this.shown(request.tenantId, page, filter.asOf),
      nextCursor: last && people.length > request.limit ? cursorAfter(placeAt(last), question) : '',
      total,
    };
  }

  @GrpcMethod(SERVICE, 'SelectPeople')
  async selectPeople(request: SelectPeopleDto): Promise<writerV1.SelectPeopleResponse> {
    return { personIds: await this.people.select(filterOf(request), sortOf(request)) };
  }

  @GrpcMethod(SERVICE, 'GetPeople')
  async getPeople({ tenantId, personIds, asOf }: GetPeopleDto): Promise<writerV1.GetPeopleResponse> {
    const then = timeOf(asOf);
    const people = await this.people.named(tenantId, personIds, then);
    return { people: await this.shown(tenantId, people, then) };
  }

  @GrpcMethod(SERVICE, 'GetPerson')
  async getPerson({ tenantId, personId }: GetPersonDto): Promise<writerV1.Person> {
    const person = await this.people.find(tenantId, personId);
    if (!person) throw notFound();
    const reporting = (await this.lines.around(this.dataSource.manager, tenantId, [personId])).get(personId);
    return personMessage(person, person.updatedAt, { fromPeopleHrSince: person.fromPeopleHrSince, reporting });
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
    if (rows.length === 0 && !(await this.people.find(tenantId, personId))) throw notFound();
    return { versions: await this.versions(tenantId, rows), nextCursor };
  }

  @GrpcMethod(SERVICE, 'ListPeopleChanges')
  async listPeopleChanges(request: ListPeopleChangesDto): Promise<writerV1.ListPeopleChangesResponse> {
    const { tenantId, after: changeNo, limit } = request;
    const tenants = [{ tenantId, changeNo }];
    const changes = await this.history.since(this.dataSource.manager, tenants, limit || USUAL_PAGE);
    return { changes: await this.versions(tenantId, changes) };
  }

  /** Who reports to whom is shown for now only: a past table is made of versions. */
  private async shown(
    tenantId: string,
    people: readonly PersonThen[],
    asOf: Date | undefined,
  ): Promise<writerV1.Person[]> {
    const ids = people.map((person) => person.personId);
    const since = await this.people.fromPeopleHrSince(tenantId, ids);
    const lines = asOf ? undefined : await this.lines.around(this.dataSource.manager, tenantId, ids);
    return people.map((person) => {
      const { personId, updatedAt } = person;
      const fromPeopleHrSince = since.get(personId) ?? null;
      return personMessage(person, updatedAt, { fromPeopleHrSince, reporting: lines?.get(personId) }, asOf);
    });
  }

  private async versions(tenantId: string, versions: readonly PersonVersion[]): Promise<writerV1.PersonVersion[]> {
    const ids = [...new Set(versions.map((version) => version.personId))];
    const since = await this.people.fromPeopleHrSince(tenantId, ids);
    return versions.map((version) => versionMessage(version, since.get(version.personId) ?? null));
  }
}

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

const wrongCursor = (): never => {
  const message = 'cursor does not belong to this list: begin again without one.';
  throw new GrpcException(grpcStatus.INVALID_ARGUMENT, 'invalid-request', message);
};
