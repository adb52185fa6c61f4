import {
  type ChangePage,
  type FilterValues,
  LONGEST_PAGE,
  type PeoplePage,
  type Person,
  type PersonVersion,
} from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import type { writerV1 } from '@people-sync/platform';
import { WriterClient } from '../neighbours/writer.client';
import { feedPage, feedPlace } from '../paging/feed';
import { pageOf } from '../paging/list-cursor';
import type { Page, PageQuery } from '../paging/page.dto';
import { type ChangesQuery, type PeopleFilter, personView, versionView } from './person.dto';

/** The People table, over either door. The writer owns it. */
@Injectable()
export class People {
  constructor(private readonly writer: WriterClient) {}

  /** All pages are of the moment of the first one. */
  async list(tenantId: string, query: PeopleFilter): Promise<PeoplePage> {
    const page = { limit: query.limit, cursor: query.cursor ?? '' };
    const { people, nextCursor, total, changeNumber, epoch } = await this.writer.calls.listPeople({
      ...selection(tenantId, query),
      ...page,
    });
    const moment = { changeNumber, epoch: epoch ?? null };
    return { items: people.map(personView), nextCursor: nextCursor || null, total, ...moment };
  }

  /**
   * Everybody that matches when it begins, some hundreds at a time, as they are then: who they are is found out once, so
   * that the past is not gone through again for each page.
   */
  async *all(tenantId: string, query: PeopleFilter): AsyncGenerator<readonly Person[]> {
    const asked = selection(tenantId, query);
    const { personIds, changeNumber } = await this.writer.calls.selectPeople(asked);
    for (let at = 0; at < personIds.length; at += LONGEST_PAGE) {
      const some = { tenantId, personIds: personIds.slice(at, at + LONGEST_PAGE), asOf: '', at: changeNumber };
      yield (await this.writer.calls.getPeople(some)).people.map(personView);
    }
  }

  /** The values by which the table can be narrowed, and how many there are. */
  async filterValues(tenantId: string): Promise<FilterValues> {
    const told = await this.writer.calls.listFilterValues({ tenantId });
    // Of a writer of the version before: that told all of them, and did not count.
    return {
      ...told,
      teamCount: Math.max(told.teamCount, told.teams.length),
      locationCount: Math.max(told.locationCount, told.locations.length),
      departmentCount: Math.max(told.departmentCount, told.departments.length),
      managerCount: Math.max(told.managerCount, told.managers.length),
    };
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

  /**
   * Every change of any person, in the order of their numbers.
   * @throws ProblemException 400, 409 as `feedPlace` and `feedPage` say; 409 `feed-restarted`.
   */
  async changes(tenantId: string, query: ChangesQuery): Promise<ChangePage> {
    const question = ['changes', tenantId];
    const { after = 0, epoch: known } = feedPlace(question, query);
    const { limit } = query;
    const asked = { tenantId, after, limit, epoch: known };
    const { changes, head, epoch } = await this.writer.calls.listPeopleChanges(asked);
    const part = { items: changes.map(versionView), head, epoch };
    return feedPage(question, part, { after, limit, numberOf: ({ changeNumber }) => changeNumber });
  }
}

function selection(tenantId: string, query: PeopleFilter): writerV1.SelectPeopleRequest {
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
