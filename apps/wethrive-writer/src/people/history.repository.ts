import { mappings } from '@people-sync/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PersonVersion } from './person-version.entity';

/** A place in the changes of several tenants: everything up to and including it has been read. */
export interface HistoryPlace {
  readonly tenantId: string;
  readonly changeNo: number;
}

const COLUMNS = `v.tenant_id AS "tenantId", v.change_no::float8 AS "changeNo", v.person_id AS "personId",
  v.version::float8, v.valid_from AS "validFrom", v.kind, v.sync_id AS "syncId",
  v.source_version::float8 AS "sourceVersion", v.email, v.name,
  ${mappings.map(({ column, field }) => `v.${column} AS "${field}"`).join(', ')}, v.unit, v.status, v.we_thrive_id AS "weThriveId", v.org_employee_id AS "orgEmployeeId", v.changed,
  v.erased, v.old_email AS "oldEmail"`;

/** Every version of every person; the writes are in PeopleWritesRepository, beside the rows they belong to. */
@Injectable()
export class HistoryRepository {
  /** The first `limit` versions after each tenant's change number, by tenant, in the order given, and number. */
  async since(tx: EntityManager, places: readonly HistoryPlace[], limit: number): Promise<PersonVersion[]> {
    return tx.query<PersonVersion[]>(
      `SELECT ${COLUMNS} FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS t (tenant_id, change_no, place)
       CROSS JOIN LATERAL (
         SELECT * FROM person_versions WHERE tenant_id = t.tenant_id AND change_no > t.change_no
         ORDER BY change_no LIMIT $3
       ) v
       ORDER BY t.place, v.change_no LIMIT $3`,
      [places.map((place) => place.tenantId), places.map((place) => place.changeNo), limit],
    );
  }

  /** The newest change number of the tenant; 0 if nothing was written yet. */
  async head(tx: EntityManager, tenantId: string): Promise<number> {
    const [found] = await tx.query<{ head: number }[]>(
      'SELECT last_change_no::float8 AS head FROM licences WHERE tenant_id = $1',
      [tenantId],
    );
    return found?.head ?? 0;
  }

  /** One person's versions, newest first, older than change number `before`. */
  async ofPerson(
    tx: EntityManager,
    tenantId: string,
    personId: string,
    before: number | undefined,
    limit: number,
  ): Promise<PersonVersion[]> {
    return tx
      .createQueryBuilder(PersonVersion, 'v')
      .where('v.tenant_id = :tenantId AND v.person_id = :personId', { tenantId, personId })
      .andWhere(before === undefined ? 'true' : 'v.change_no < :before', { before })
      .orderBy('v.version', 'DESC')
      .limit(limit)
      .getMany();
  }
}
