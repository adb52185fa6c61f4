import { derivedId } from '@people-sync/contracts';
import type { Refused } from '@people-sync/reconciliation';

/** A problem as it is filed. */
export interface NewProblem {
  readonly tenantId: string;
  readonly problemId: string;
  readonly syncId: string;
  readonly code: string;
  readonly personId: string | null;
  readonly employeeId: string;
  readonly name: string | null;
  readonly received: string | null;
  readonly other: string | null;
}

/** An open problem, as far as it tells whether it is still the same. */
export type OpenProblem = Pick<NewProblem, 'tenantId' | 'problemId' | 'code' | 'employeeId' | 'received' | 'other'>;

export interface ProblemChanges {
  readonly opened: NewProblem[];
  readonly closed: OpenProblem[];
}

/**
 * What a plan that is applied opens and closes. Every open problem's row is judged in every sync, so a problem whose
 * row was not refused again is settled: accepted, changed, or gone from the answer. The same problem stays open without
 * a word; one that says something else is closed and opened anew.
 */
export function problemChanges(
  sync: { readonly tenantId: string; readonly syncId: string },
  refused: readonly Refused[],
  open: readonly OpenProblem[],
): ProblemChanges {
  const wanted = refused.map((one) => newProblem(sync, one));
  const keyOf = ({ employeeId, code, received, other }: OpenProblem) =>
    JSON.stringify([employeeId, code, received, other]);
  const wantedKeys = new Set(wanted.map(keyOf));
  const openKeys = new Set(open.map(keyOf));
  return {
    opened: wanted.filter((one) => !openKeys.has(keyOf(one))),
    closed: open.filter((one) => !wantedKeys.has(keyOf(one))),
  };
}

function newProblem({ tenantId, syncId }: { tenantId: string; syncId: string }, refused: Refused): NewProblem {
  const { row, known, problem } = refused;
  return {
    tenantId,
    syncId,
    problemId: derivedId('problem', tenantId, syncId, row.employeeId, problem.code),
    code: problem.code,
    personId: known?.personId ?? null,
    employeeId: row.employeeId,
    name: row.name,
    received: problem.received,
    other: problem.other,
  };
}
