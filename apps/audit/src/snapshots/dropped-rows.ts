import type { Finding } from '../completeness/finding';
import { type AttemptKey, attemptOf, type Marked } from './arrivals';
import type { DroppedRows } from './snapshot-rows.repository';

/**
 * The findings about staged rows that are gone: those of an attempt that was completed are in its entry, or in the finding
 * about it; those of every other one are in no snapshot.
 * @param marks of what ended
 */
export function droppedFindings(dropped: readonly DroppedRows[], marks: readonly Marked[]): Finding[] {
  const completed = new Set(marks.filter(({ mark }) => mark === 'completed').map((one: AttemptKey) => attemptOf(one)));
  return dropped
    .filter((one) => !completed.has(attemptOf(one)))
    .map(({ tenantId, number, attempt, count }) => ({
      tenantId,
      kind: 'rows-dropped',
      index: null,
      detail: { number, attempt, arrived: count },
    }));
}
