import { Injectable } from '@nestjs/common';
import { invalidRequest } from '@people-sync/platform';
import { WriterClient } from '../neighbours/writer.client';
import { listCursor, placeIn } from '../paging/list-cursor';
import type { Page, PageQuery } from '../paging/page.dto';
import type { FilterValuesJson } from './filter-values.dto';
import {
  type ChangesQuery,
  PeopleFilter,
  type PersonVersionJson,
  type PersonJson,
  personView,
  versionView,
} from './person.dto';

/** A page of people, with the number of all that match. */
export interface CountedPage extends Page<PersonJson> {
  readonly total: number;
}

const LARGEST_PAGE = 500;

/** The People table, over either door. The writer owns it. */
@Injectable()
export class People {
  constructor(private readonly writer: WriterClient) {}

  /** @throws ProblemException 400 `invalid-request` for who reported to somebody in the past: that is not kept. */
  async list(tenantId: string, query: PeopleFilter): Promise<CountedPage> {
    if (query.reportsTo !== undefined && query.asOf !== undefined)
      throw invalidRequest([{ field: 'reportsTo', message: 'reportsTo is known for now only: leave out asOf' }]);
    const { people, nextCursor, total } = await this.writer.calls.listPeople({
      tenantId,
      status: query.status ?? '',
      search: query.search ?? '',
      team: query.team ?? '',
      location: query.location ?? '',
      department: query.department ?? '',
      manager: query.manager ?? '',
      reportsTo: query.reportsTo ?? '',
      sort: query.sort ?? '',
      asOf: query.asOf === undefined ? '' : new Date(query.asOf).toISOString(),
      limit: query.limit,
      cursor: query.cursor ?? '',
    });
    return { items: people.map(personView), nextCursor: nextCursor || null, total };
  }

  /** Page after page of everybody that matches, however small the query's own pages are. */
  async *all(tenantId: string, query: PeopleFilter): AsyncGenerator<readonly PersonJson[]> {
    const next: PeopleFilter = Object.assign(new PeopleFilter(), query, { limit: LARGEST_PAGE, cursor: undefined });
    for (;;) {
      const { items, nextCursor } = await this.list(tenantId, next);
      yield items;
      if (nextCursor === null) return;
      next.cursor = nextCursor;
    }
  }

  /** Every value by which the table can be narrowed. */
  async filterValues(tenantId: string): Promise<FilterValuesJson> {
    const { teams, locations, departments, managers } = await this.writer.calls.listFilterValues({ tenantId });
    return { teams, locations, departments, managers };
  }

  async one(tenantId: string, personId: string): Promise<PersonJson> {
    return personView(await this.writer.calls.getPerson({ tenantId, personId }));
  }

  /** Newest version first. */
  async history(tenantId: string, personId: string, { limit, cursor }: PageQuery): Promise<Page<PersonVersionJson>> {
    const question = ['history', tenantId, personId];
    const request = { tenantId, personId, limit, cursor: placeIn(question, cursor) ?? '' };
    const { versions, nextCursor } = await this.writer.calls.getPersonHistory(request);
    return {
      items: versions.map(versionView),
      nextCursor: nextCursor === '' ? null : listCursor(question, nextCursor),
    };
  }

  /** Every change of any person in order; `nextCursor` is the `after` that goes on, null when there is no more now. */
  async changes(tenantId: string, { after, limit }: ChangesQuery): Promise<Page<PersonVersionJson>> {
    const { changes } = await this.writer.calls.listPeopleChanges({ tenantId, after, limit });
    const last = changes.at(-1);
    return {
      items: changes.map(versionView),
      nextCursor: last && changes.length === limit ? String(last.changeNumber) : null,
    };
  }
}
