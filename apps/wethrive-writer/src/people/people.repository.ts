import { mappings, type PersonStatus } from '@people-sync/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
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
  /** Whoever reports to this person now. */
  readonly reportsTo?: string | undefined;
  /** The table as it was then. */
  readonly asOf?: Date | undefined;
}

/** A person as they are, or were at the time that was asked for. */
export interface PersonThen extends PersonRecord {
  readonly personId: string;
  readonly updatedAt: Date;
}

/** One of a page. */
export interface ListedPerson extends PersonThen {
  /** Their place, in the order that was asked for. */
  readonly sortKey: string;
}

/** By what the table can be filtered. */
export interface FilterValues {
  readonly teams: string[];
  readonly locations: string[];
  readonly departments: string[];
  readonly managers: string[];
}

const COLUMNS = `person_id AS "personId", email, name, name_folded AS "nameFolded",
  ${mappings.map(({ column, field }) => `${column} AS "${field}"`).join(', ')}, unit, status,
  we_thrive_id AS "weThriveId", org_employee_id AS "orgEmployeeId", version::float8, updated_at AS "updatedAt"`;

/** SQL: in what is searched; no word that is sought has a blank. */
const TEXTS = `(name_folded || ' ' || coalesce(email, ''))`;

/** SQL: every person's version of that time ($1 tenant, $2 time). */
const AS_OF = `(
  SELECT DISTINCT ON (person_id) *, valid_from AS updated_at FROM person_versions
  WHERE tenant_id = $1 AND valid_from <= $2 ORDER BY person_id, version DESC)`;

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

  /** The values of the tenant's people now, each once, by code unit. */
  async filterValues(tenantId: string): Promise<FilterValues> {
    const fields = ['team', 'location', 'department', 'manager'];
    const values = fields.map((field) => `coalesce(array_agg(DISTINCT ${field}) FILTER (WHERE ${field} <> ''), '{}')`);
    const [row] = await this.dataSource.query<FilterValues[]>(
      `SELECT ${values.map((value, index) => `${value} AS ${fields[index]}s`).join(', ')}
       FROM people WHERE tenant_id = $1`,
      [tenantId],
    );
    return row ?? { teams: [], locations: [], departments: [], managers: [] };
  }

  async find(tenantId: string, personId: string): Promise<Person | undefined> {
    return (await this.dataSource.manager.findOneBy(Person, { tenantId, personId })) ?? undefined;
  }

  /** A page, by name unless asked otherwise; `total` is that of all pages. */
  async list(
    filter: PeopleFilter,
    after: TablePlace | undefined,
    limit: number,
    sort: PeopleSort = 'name',
  ): Promise<{ people: ListedPerson[]; total: number }> {
    return this.dataSource.transaction(async (tx) => {
      if (filter.asOf) await this.awaitWriters(tx, filter.tenantId);
      const { from, where, values } = selection(filter);
      const [counted] = await tx.query<{ total: number }[]>(
        `SELECT count(*)::float8 AS total FROM ${from} ${where}`,
        values,
      );
      const order = orderOf(sort);
      const all = [...values];
      const next = (value: unknown): string => `$${all.push(value)}`;
      const beyond = after ? ` AND ${order.beyond(after, next)}` : '';
      const people = await tx.query<ListedPerson[]>(
        `SELECT ${COLUMNS}, ${order.key} AS "sortKey" FROM ${from} ${where}${beyond}
         ORDER BY ${order.orderBy} LIMIT ${next(limit)}`,
        all,
      );
      return { people, total: counted?.total ?? 0 };
    });
  }

  /** Everybody, in order, by id: the past is gone through once, however many pages are then read of it. */
  async select(filter: PeopleFilter, sort: PeopleSort = 'name'): Promise<string[]> {
    return this.dataSource.transaction(async (tx) => {
      if (filter.asOf) await this.awaitWriters(tx, filter.tenantId);
      const { from, where, values } = selection(filter);
      const rows = await tx.query<{ personId: string }[]>(
        `SELECT person_id AS "personId" FROM ${from} ${where} ORDER BY ${orderOf(sort).orderBy}`,
        values,
      );
      return rows.map(({ personId }) => personId);
    });
  }

  /** Those of the named who are there, or were, in the order in which they are named. One look at an index for each. */
  async named(tenantId: string, personIds: readonly string[], asOf: Date | undefined): Promise<PersonThen[]> {
    const then = asOf
      ? `(SELECT *, valid_from AS updated_at FROM person_versions v WHERE v.tenant_id = $1 AND v.person_id = named.id
           AND valid_from <= $3 ORDER BY version DESC LIMIT 1)`
      : '(SELECT * FROM people p WHERE p.tenant_id = $1 AND p.person_id = named.id)';
    return this.dataSource.query<PersonThen[]>(
      `SELECT ${COLUMNS} FROM unnest($2::uuid[]) WITH ORDINALITY AS named(id, place)
        CROSS JOIN LATERAL ${then} AS people ORDER BY named.place`,
      [tenantId, personIds, ...(asOf ? [asOf] : [])],
    );
  }

  /**
   * A write that is under way has taken its time already and is not seen yet: once its lock is free, whatever is still
   * to come is later than now, so the past that is read does not change any more.
   */
  private async awaitWriters(tx: EntityManager, tenantId: string): Promise<void> {
    await tx.query('SELECT FROM licences WHERE tenant_id = $1 FOR KEY SHARE', [tenantId]);
  }
}

function selection(filter: PeopleFilter): { from: string; where: string; values: unknown[] } {
  const values: unknown[] = [filter.tenantId];
  const next = (value: unknown): string => `$${values.push(value)}`;
  let from = 'people';
  if (filter.asOf) {
    next(filter.asOf);
    from = `${AS_OF} AS people`;
  }
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
    conditions.push(
      `person_id IN (SELECT person_id FROM reporting_lines WHERE tenant_id = $1 AND reports_to = ${manager})`,
    );
  }
  return { from, where: `WHERE ${conditions.join(' AND ')}`, values };
}
