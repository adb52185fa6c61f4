import { personIdOf } from '@people-sync/contracts';
import type { DifferingRow } from './differing-row';

/**
 * The id of somebody new. An EmployeeId that was somebody else's before, or is until this plan, gives another id: a
 * recycled EmployeeId never brings back somebody else.
 */
export function newPersonId(
  { tenantId, companyId }: { readonly tenantId: string; readonly companyId: string },
  { row, known, formerly }: Pick<DifferingRow, 'row' | 'known' | 'formerly'>,
): string {
  return personIdOf(tenantId, companyId, row.employeeId, formerly + (known ? 1 : 0));
}
