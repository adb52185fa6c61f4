import { epochOf, numberIn } from '@people-sync/platform';
import type { EntityManager } from 'typeorm';

/** The history that a change number of the tenant is of; undefined for a number without a change. */
export async function epochAt(tx: EntityManager, tenantId: string, changeNo: number): Promise<string | undefined> {
  const [version] = await tx.query<{ personId: string; validFrom: Date }[]>(
    'SELECT person_id AS "personId", valid_from AS "validFrom" FROM person_versions WHERE tenant_id = $1 AND change_no = $2',
    [tenantId, changeNo],
  );
  return version && epochOf(changeNo, [tenantId, version.personId, version.validFrom.getTime()]);
}

/** True if the tenant's history has the change that this epoch names. */
export async function isOfThisHistory(tx: EntityManager, tenantId: string, epoch: string): Promise<boolean> {
  const changeNo = numberIn(epoch);
  return changeNo !== undefined && (await epochAt(tx, tenantId, changeNo)) === epoch;
}
