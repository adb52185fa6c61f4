import { derivedId } from '@people-sync/contracts';
import type { ManagerProblemCode } from './manager-problem.entity';

/** What stands about one manager and one cause, beside what was told of it before. */
export interface Finding {
  readonly tenantId: string;
  readonly code: ManagerProblemCode;
  /** The manager, as in ManagerProblem. */
  readonly about: string;
  /** People at work who report to them; 0: nothing is wrong any more. */
  readonly affected: number;
  /** Null if nobody is known by what was received. */
  readonly personId: string | null;
  readonly name: string | null;
  readonly employeeId: string | null;
  /** The address by which they were named, if it was by that alone. */
  readonly email: string | null;
  /** The open problem, if there is one. */
  readonly open: { readonly problemId: string; readonly affected: number; readonly setAside: boolean } | null;
}

/** A problem to be filed. */
export interface OpenedProblem extends Finding {
  readonly problemId: string;
  readonly syncId: string | null;
}

/** What is to be done about a problem that is open: `affected` 0 closes it. */
export interface ToldProblem {
  readonly tenantId: string;
  readonly problemId: string;
  readonly code: ManagerProblemCode;
  readonly affected: number;
  readonly setAside: boolean;
}

/** What a write opens, closes, and quietly counts anew. */
export interface ManagerProblemChanges {
  readonly opened: readonly OpenedProblem[];
  readonly closed: readonly ToldProblem[];
  readonly recounted: readonly ToldProblem[];
}

/** Nothing changed. */
export const noProblemChanges: ManagerProblemChanges = { opened: [], closed: [], recounted: [] };

/** The write that a tenant's problems come from; `stagedUnder` makes their ids, the same however often it is told. */
export interface Write {
  readonly stagedUnder: string;
  readonly syncId: string | undefined;
}

/**
 * What changed. A problem that stands already stays as it is, open or set aside: only its number of people moves on.
 * @param writes by tenant.
 */
export function managerProblemChanges(
  findings: readonly Finding[],
  writes: ReadonlyMap<string, Write>,
): ManagerProblemChanges {
  const opened: OpenedProblem[] = [];
  const closed: ToldProblem[] = [];
  const recounted: ToldProblem[] = [];
  for (const finding of findings) {
    const { tenantId, code, about, affected, open } = finding;
    const write = writes.get(tenantId);
    if (!open) {
      if (affected === 0 || !write) continue;
      const problemId = derivedId('manager-problem', tenantId, write.stagedUnder, code, about);
      opened.push({ ...finding, problemId, syncId: write.syncId ?? null });
    } else if (affected !== open.affected) {
      const told = { tenantId, code, problemId: open.problemId, affected, setAside: open.setAside };
      (affected === 0 ? closed : recounted).push(told);
    }
  }
  return { opened, closed, recounted };
}
