import { mappings, type PersonStatus } from '@people-sync/contracts';
import { MOST_FILTER_VALUES } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { epochAt } from './people-epoch';
import { type Moment, PERSON_OF_MOMENT, TABLE_OF_MOMENT } from './moment';
import { orderOf, type PeopleSort, type TablePlace } from './people-order';
import { Person, type PersonRecord } from './person.entity';
import { searchWords } from './search-words';

/** Which people of a tenant; what is undefined does not matter. */
export interface PeopleFilter {
  readonly tenantId: string;
  readonly status?: PersonStatus | undefined;
  /** Words that are parts of a name or of an address, in any order (`search-words.ts`); every character means itself. */
  readonly search?: string | undefined;
  readonly team?: string | undefined;
  readonly location?: string | undefined;
  readonly department?: string | undefined;
  readonly manager?: string | undefined;
  /** Whoever reports to this person. */
  readonly reportsTo?: string | undefined;
  /** The table as it was then. */
  readonly asOf?: Date | undefined;
}

/** A person as they are, or were at the time that was asked for. */
export interface PersonThen extends PersonRecord {
  readonly personId: string;
  /** The change that made it so. */
  readonly changeNo: number;
  readonly updatedAt: Date;
}

/** One of a page. */
export interface ListedPerson extends PersonThen {
  /** Their place, in the order that was asked for. */
  readonly sortKey: string;
}

/** From where a list goes on: behind this place, at the moment of the pages before. */
export interface PageStart {
  readonly place: TablePlace;
  /** Change number. */
  readonly at: number;
  /** Of which history it is; undefined before the first change. */
  readonly epoch: string | undefined;
}

/** A page of one moment. */
export interface PeoplePage {
  readonly people: readonly ListedPerson[];
  /** Of all pages. */
  readonly total: number;
  /** The change number of the moment. */
  readonly at: number;
  /** Of which history it is; undefined before the first change. */
  readonly epoch: string | undefined;
}

/** Pages before are said to be of a moment that never was here. */
export class UnknownMomentError extends Error {
  override readonly name = 'UnknownMomentError';
}

/** Everybody of one moment. */
export interface Selection {
  readonly personIds: readonly string[];
  readonly at: number;
}

/** By what the table can be filtered. */
export interface FilterValues {
  readonly teams: string[];
  readonly teamCount: number;
  readonly locations: string[];
  readonly locationCount: number;
  readonly departments: string[];
  readonly departmentCount: number;
  readonly managers: string[];
  readonly managerCount: number;
}

const COLUMNS = `person_id AS "personId", email, name, name_folded AS "nameFolded",
  ${mappings.map(({ column, field }) => `${column} AS "${field}"`).join(', ')}, unit, status,
  we_thrive_id AS "weThriveId", org_employee_id AS "orgEmployeeId", version::float8, change_no::float8 AS "changeNo",
  updated_at AS "updatedAt"`;

const NO_VALUES: FilterValues = {
  ...{ teams: [], locations: [], departments: [], managers: [] },
  ...{ teamCount: 0, locationCount: 0, departmentCount: 0, managerCount: 0 },
};

/** SQL: in what is searched; no word that is sought has a blank. */
const TEXTS = `(name_folded || ' ' || coalesce(email, ''))`;

/** Reads of the People table. */
@Injectable()
export class PeopleRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Since when PeopleHR knows each of these people; null for those it does not. */
  async fromPeopleHrSince(tenantId: string, personIds: readonly string[]): Promise<Map<string, Date | null>> {
    const rows = await this.dataSource.query<{ personId: string; since: Date | null }[]>(
      `SELECT person_id AS "personId", from_peoplehr_since AS since FROM people
       WHERE tenant_id = $1 AND person_id = ANY ($2::uuid[])`,
      [tenantId, personIds],
    );
    return new Map(rows.map(({ personId, since }) => [personId, since]));
  }

  /** The values of the tenant's people now, each once, by code unit: the first of each field, and how many there are. */
  async filterValues(tenantId: string, most = MOST_FILTER_VALUES): Promise<FilterValues> {
    const values = ['team', 'location', 'department', 'manager'].map(
      (field) =>
        `coalesce((array_agg(DISTINCT ${field}) FILTER (WHERE ${field} <> ''))[1:$2], '{}') AS "${field}s",
         count(DISTINCT ${field}) FILTER (WHERE ${field} <> '')::float8 AS "${field}Count"`,
    );
    const [row] = await this.dataSource.query<FilterValues[]>(
      `SELECT ${values.join(', ')} FROM people WHERE tenant_id = $1`,
      [tenantId, most],
    );
    return row ?? NO_VALUES;
  }

  async find(tenantId: string, personId: string): Promise<Person | undefined> {
    return (await this.dataSource.manager.findOneBy(Person, { tenantId, personId })) ?? undefined;
  }

  /**
   * A page, by name unless asked otherwise. All pages of a list are of the moment of the first one, whatever is written
   * meanwhile.
   * @throws UnknownMomentError
   */
  async list(
    filter: PeopleFilter,
    start: PageStart | undefined,
    limit: number,
    sort: PeopleSort = 'name',
  ): Promise<PeoplePage> {
    return this.ofOneMoment(filter, start, async (tx, moment) => {
      const { from, where, values } = selection(filter, moment);
      const [counted] = await tx.query<{ total: number }[]>(
        `SELECT count(*)::float8 AS total FROM ${from} ${where}`,
        values,
      );
      const order = orderOf(sort);
      const all = [...values];
      const next = (value: unknown): string => `$${all.push(value)}`;
      const beyond = start ? ` AND ${order.beyond(start.place, next)}` : '';
      const people = await tx.query<ListedPerson[]>(
        `SELECT ${COLUMNS}, ${order.key} AS "sortKey" FROM ${from} ${where}${beyond}
         ORDER BY ${order.orderBy} LIMIT ${next(limit)}`,
        all,
      );
      const { at } = moment;
      const epoch = start ? start.epoch : await epochAt(tx, filter.tenantId, at);
      return { people, total: counted?.total ?? 0, at, epoch };
    });
  }

  /** Everybody, in order, by id: the past is gone through once, however many pages are then read of it. */
  async select(filter: PeopleFilter, sort: PeopleSort = 'name'): Promise<Selection> {
    return this.ofOneMoment(filter, undefined, async (tx, moment) => {
      const { from, where, values } = selection(filter, moment);
      const rows = await tx.query<{ personId: string }[]>(
        `SELECT person_id AS "personId" FROM ${from} ${where} ORDER BY ${orderOf(sort).orderBy}`,
        values,
      );
      return { personIds: rows.map(({ personId }) => personId), at: moment.at };
    });
  }

  /**
   * Those of the named who are there, or were, in the order in which they are named. One look at an index for each.
   * @param at change number of a moment; undefined: now.
   */
  async named(tenantId: string, personIds: readonly string[], at: number | undefined): Promise<PersonThen[]> {
    const then =
      at === undefined
        ? '(SELECT * FROM people p WHERE p.tenant_id = $1 AND p.person_id = named.id)'
        : PERSON_OF_MOMENT;
    return this.dataSource.query<PersonThen[]>(
      `SELECT ${COLUMNS} FROM unnest($2::uuid[]) WITH ORDINALITY AS named(id, place)
        CROSS JOIN LATERAL ${then} AS people ORDER BY named.place`,
      [tenantId, personIds, ...(at === undefined ? [] : [at])],
    );
  }

  /** The newest change number of what had been written by then. */
  async momentAt(tenantId: string, asOf: Date): Promise<number> {
    await this.awaitWriters(tenantId);
    return (await momentOf(this.dataSource.manager, tenantId, asOf)).then;
  }

  /** Works on one moment: that of the pages before, or as it was at a time, or now. */
  private async ofOneMoment<T>(
    { tenantId, asOf }: PeopleFilter,
    before: PageStart | undefined,
    work: (tx: EntityManager, moment: Moment) => Promise<T>,
  ): Promise<T> {
    if (asOf && before === undefined) await this.awaitWriters(tenantId);
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      const { head, then } = await momentOf(tx, tenantId, asOf);
      const at = before?.at ?? then;
      const isKnown = !before || (await epochAt(tx, tenantId, at)) === before.epoch;
      if (at > head || !isKnown) throw new UnknownMomentError();
      return work(tx, { at, isNow: at === head });
    });
  }

  /**
   * A write that is under way has taken its time already and is not seen yet: once its lock is free, whatever is still
   * to come is later than now, so the past that is read does not change any more.
   */
  private async awaitWriters(tenantId: string): Promise<void> {
    await this.dataSource.query('SELECT FROM licences WHERE tenant_id = $1 FOR KEY SHARE', [tenantId]);
  }
}

/** The tenant's newest change number, and the newest up to a time; without one they are the same. */
async function momentOf(
  tx: EntityManager,
  tenantId: string,
  asOf: Date | undefined,
): Promise<{ readonly head: number; readonly then: number }> {
  const [found] = await tx.query<{ head: number; then: number | null }[]>(
    `SELECT last_change_no::float8 AS head, (
       SELECT change_no FROM person_versions WHERE tenant_id = $1 AND valid_from <= $2 ORDER BY change_no DESC LIMIT 1
     )::float8 AS then FROM licences WHERE tenant_id = $1`,
    [tenantId, asOf ?? null],
  );
  const head = found?.head ?? 0;
  return { head, then: asOf ? (found?.then ?? 0) : head };
}

function selection(filter: PeopleFilter, { at, isNow }: Moment): { from: string; where: string; values: unknown[] } {
  const values: unknown[] = isNow ? [filter.tenantId] : [filter.tenantId, at];
  const next = (value: unknown): string => `$${values.push(value)}`;
  const from = isNow ? 'people' : `${TABLE_OF_MOMENT} AS people`;
  const conditions = ['tenant_id = $1'];
  for (const field of ['status', 'team', 'location', 'department', 'manager'] as const) {
    const wanted = filter[field];
    if (wanted !== undefined) conditions.push(`${field} = ${next(wanted)}`);
  }
  if (filter.search !== undefined) {
    const { folded, written } = searchWords(filter.search);
    conditions.push(`(${TEXTS} LIKE ALL (${next(folded)}::text[]) OR ${TEXTS} LIKE ALL (${next(written)}::text[]))`);
  }
  if (filter.reportsTo !== undefined) {
    const manager = next(filter.reportsTo);
    conditions.push(`person_id IN (
      SELECT person_id FROM (
        SELECT DISTINCT person_id FROM reporting_history WHERE tenant_id = $1 AND reports_to = ${manager}
      ) ever
      CROSS JOIN LATERAL (
        SELECT reports_to FROM reporting_history
        WHERE tenant_id = $1 AND person_id = ever.person_id ${isNow ? '' : 'AND change_no <= $2'}
        ORDER BY change_no DESC LIMIT 1
      ) newest WHERE reports_to = ${manager})`);
  }
  return { from, where: `WHERE ${conditions.join(' AND ')}`, values };
}
