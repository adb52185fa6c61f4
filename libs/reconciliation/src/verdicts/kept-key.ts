import type { PlanItem } from './verdict';

/**
 * What a person's no is remembered by: as long as PeopleHR's value gives the same key, the change stays kept away. Of a
 * record its keyed digest; of somebody who left, the proof with status and LeavingDate.
 */
export function keptKey(item: PlanItem): string {
  if (item.kind !== 'left') return `record ${item.row.digest}`;
  return JSON.stringify(['left', item.proof, item.row?.status ?? null, item.row?.leavingDate ?? null]);
}
