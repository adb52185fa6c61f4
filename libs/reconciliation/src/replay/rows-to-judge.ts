import type { Employee } from '@people-sync/contracts';
import type { Settlements } from '../identity/settlements';
import { looksAtAnything } from '../scope/scope';
import { type DifferingRow, factsOf, type RowFacts } from '../verdicts/differing-row';
import type { RecordedRow, TenantRecord } from './tenant-record';

/** A row that has to be judged, ready for the rules. */
export interface RowToJudge {
  readonly differing: DifferingRow;
  readonly employee: Employee;
  /** It is as it was in the base, and its day has not come: it is judged only because every row is. */
  readonly isAsBefore: boolean;
}

interface Selecting {
  readonly settlements: Settlements;
  readonly otherCompany: boolean;
  readonly everything: boolean;
  /** `yyyy-MM-dd` */
  readonly today: string;
}

/**
 * The rows of an answer that differ from the base, depend on the day or are open (`difference`), or all of them; with whom
 * each may be. As the reconciler selects them from its tables.
 * @param all by EmployeeId
 */
export function rowsToJudge(
  record: TenantRecord,
  all: ReadonlyMap<string, RecordedRow>,
  { settlements, otherCompany, everything, today }: Selecting,
): RowToJudge[] {
  const { known, base, knownVersion, policy } = record;
  const scoped = looksAtAnything(policy.scope);
  const facts = new Map<string, RowFacts>();
  const factsAt = (employeeId: string): RowFacts | undefined => {
    const row = all.get(employeeId);
    const found = facts.get(employeeId) ?? (row && factsOf(row.employee, row.digest, scoped));
    if (found) facts.set(employeeId, found);
    return found;
  };
  const rows: RowToJudge[] = [];
  for (const [employeeId, { employee, digest }] of all) {
    const before = base.rows.get(employeeId);
    const isAsBefore = before?.digest === digest && (before.due === null || before.due > today);
    const row = everything || !isAsBefore ? factsAt(employeeId) : undefined;
    if (!row) continue;
    const holder = known.of(employeeId) ?? null;
    const settled = settlements.identities.get(employeeId);
    // Nobody else comes into question for somebody whose UniqueKey and address are those known.
    const isSame =
      holder?.active === true && holder.uniqueKey === row.uniqueKey && holder.email === row.email && !settled;
    const isAsked = knownVersion > 0 && (!isSame || otherCompany);
    rows.push({
      differing: {
        row,
        before:
          before && !otherCompany ? { status: before.employee.status, leavingDate: before.employee.leavingDate } : null,
        known: holder,
        others: isAsked
          ? known.candidatesFor(employee, {
              settled: settled?.personId ?? null,
              // Of another company the holder of the EmployeeId is just somebody else.
              holder: otherCompany ? null : holder,
              rows: { get: factsAt },
            })
          : null,
        formerly: isAsked ? known.formerlyOf(employeeId, holder) : 0,
      },
      employee,
      isAsBefore: isAsBefore && !otherCompany,
    });
  }
  return rows;
}
