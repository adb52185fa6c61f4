import type { RowFacts } from './differing-row';
import type { Proof } from './standing';
import type { PlanItem } from './verdict';

/**
 * What a person's no is remembered by: as long as PeopleHR's value gives the same key, the change stays kept away. Of a
 * record its keyed digest, also if its person is to leave by the company's settings; of a leaver, whose row may be cut
 * down from one day to the next, EmployeeId, status and LeavingDate.
 */
export function keptKey(item: PlanItem): string {
  return item.kind === 'left' ? leftKey(item.proof, item.row) : `record ${item.row.digest}`;
}

/** The same of a leaving. @param row null for somebody absent */
export function leftKey(proof: Proof, row: RowFacts | null): string {
  if (row === null) return JSON.stringify(['absent']);
  return proof === 'leaver-status' || proof === 'leaving-date' ? leaverKey(row) : `without ${row.digest}`;
}

/** What is remembered of a leaver's row, also if its last day cannot be read. */
export const leaverKey = ({ employeeId, status, leavingDate }: LeaverFacts): string =>
  JSON.stringify(['leaver', employeeId, status, leavingDate]);

export type LeaverFacts = Pick<RowFacts, 'employeeId' | 'status' | 'leavingDate'>;

/** True if a row still says what somebody said no to; somebody's row ends a no to their absence. */
export function saysTheSame(key: string, row: RowFacts): boolean {
  return [`record ${row.digest}`, `without ${row.digest}`, leftKey('leaver-status', row)].includes(key);
}
