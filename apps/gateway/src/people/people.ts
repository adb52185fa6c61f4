import { type FilterValues, LONGEST_PAGE, type Person, type PersonVersion } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { invalidRequest, type writerV1 } from '@people-sync/platform';
import { WriterClient } from '../neighbours/writer.client';
import { pageOf } from '../paging/list-cursor';
import type { Page, PageQuery } from '../paging/page.dto';
import { type ChangesQuery, type PeopleFilter, personView, versionView } from './person.dto';

/** A page of people, with the number of all that match. */
export interface CountedPage extends Page<Person> {
  readonly total: number;
}

/** The People table, over either door. The writer owns it. */
@Injectable()
export class People {
  constructor(private readonly writer: WriterClient) {}

  /** @throws ProblemException 400 `invalid-request` for who reported to somebody in the past: that is not kept. */
  async list(tenantId: string, query: PeopleFilter): Promise<CountedPage> {
    const page = { limit: query.limit, cursor: query.cursor ?? '' };
    const { people, nextCursor, total } = await this.writer.calls.listPeople({
      ...selection(tenantId, query),
      ...page,
    });
    return { items: people.map(personView), nextCursor: nextCursor || null, total };
  }

  /**
   * Everybody that matches when it begins, some hundreds at a time, as they are when they are read: who they are is found
   * out once, so that the past is not gone through again for each page.
   */
  async *all(tenantId: string, query: PeopleFilter): AsyncGenerator<readonly Person[]> {
    const asked = selection(tenantId, query);
    const { personIds } = await this.writer.calls.selectPeople(asked);
    for (let at = 0; at < personIds.length; at += LONGEST_PAGE) {
      const some = { tenantId, personIds: personIds.slice(at, at + LONGEST_PAGE), asOf: asked.asOf };
      yield (await this.writer.calls.getPeople(some)).people.map(personView);
    }
  }

  /** Every value by which the table can be narrowed. */
  async filterValues(tenantId: string): Promise<FilterValues> {
    const { teams, locations, departments, managers } = await this.writer.calls.listFilterValues({ tenantId });
    return { teams, locations, departments, managers };
  }

  async one(tenantId: string, personId: string): Promise<Person> {
    return personView(await this.writer.calls.getPerson({ tenantId, personId }));
  }

  /** Newest version first. */
  history(tenantId: string, personId: string, { limit, cursor }: PageQuery): Promise<Page<PersonVersion>> {
    return pageOf(['history', tenantId, personId], cursor, async (place) => {
      const request = { tenantId, personId, limit, cursor: place };
      const { versions, nextCursor } = await this.writer.calls.getPersonHistory(request);
      return { items: versions.map(versionView), nextCursor };
    });
  }

  /** Every change of any person in order; `nextCursor` is the `after` that goes on, null when there is no more now. */
  async changes(tenantId: string, { after, limit }: ChangesQuery): Promise<Page<PersonVersion>> {
    const { changes } = await this.writer.calls.listPeopleChanges({ tenantId, after, limit });
    const last = changes.at(-1);
    return {
      items: changes.map(versionView),
      nextCursor: last && changes.length === limit ? String(last.changeNumber) : null,
    };
  }
}

/** @throws ProblemException 400 `invalid-request` for who reported to somebody in the past: that is not kept. */
function selection(tenantId: string, query: PeopleFilter): writerV1.SelectPeopleRequest {
  if (query.reportsTo !== undefined && query.asOf !== undefined)
    throw invalidRequest([{ field: 'reportsTo', message: 'reportsTo is known for now only: leave out asOf' }]);
  return {
    tenantId,
    status: query.status ?? '',
    search: query.search ?? '',
    team: query.team ?? '',
    location: query.location ?? '',
    department: query.department ?? '',
    manager: query.manager ?? '',
    reportsTo: query.reportsTo ?? '',
    sort: query.sort,
    asOf: query.asOf === undefined ? '' : new Date(query.asOf).toISOString(),
  };
}
