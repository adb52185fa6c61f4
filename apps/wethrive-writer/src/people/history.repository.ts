import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PersonVersion } from './person-version.entity';

/** A place in the changes of several tenants: everything up to and including it has been read. */
export interface HistoryPlace {
  readonly tenantId: string;
  readonly changeNo: number;
}

/** Every version of every person; the writes are in PeopleWritesRepository, beside the rows they belong to. */
@Injectable()
export class HistoryRepository {
  /**
   * The versions after each tenant's change number, by tenant and number.
   * @param place go on after it; undefined from the beginning.
   */
  async since(
    tx: EntityManager,
    tenants: readonly HistoryPlace[],
    place: HistoryPlace | undefined,
    limit: number,
  ): Promise<PersonVersion[]> {
    return tx
      .createQueryBuilder(PersonVersion, 'v')
      .innerJoin(
        `(SELECT * FROM unnest(:tenantIds::text[], :changeNos::bigint[]) AS t (tenant_id, change_no))`,
        't',
        't.tenant_id = v.tenant_id AND v.change_no > t.change_no',
        {
          tenantIds: tenants.map((tenant) => tenant.tenantId),
          changeNos: tenants.map((tenant) => tenant.changeNo),
        },
      )
      .where(place ? '(v.tenant_id, v.change_no) > (:tenantId, :changeNo)' : 'true', { ...place })
      .orderBy('v.tenant_id')
      .addOrderBy('v.change_no')
      .limit(limit)
      .getMany();
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
