import { defaultPolicy, type Employee } from '@people-sync/contracts';
import { type BaseRow, type Difference, difference } from '@people-sync/reconciliation';
import { digestOf } from '../fetched.testkit';
import { type ReconcilerTestkit } from '../reconciler.testkit';

/** The base as the reference takes it, and the rows that are open. */
export interface StoredBase {
  readonly base: ReadonlyMap<string, BaseRow>;
  readonly open: ReadonlySet<string>;
}

export async function storedBase(reconciler: ReconcilerTestkit, tenantId: string): Promise<StoredBase> {
  const rows = await reconciler.rows('SELECT employee_id, digest, due::text FROM base_rows WHERE tenant_id = $1', [
    tenantId,
  ]);
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const isOpen = (due: unknown) => due === '-infinity';
  return {
    base: new Map(
      rows.map(({ employee_id: id, digest, due }) => [
        text(id),
        { digest: text(digest), due: due === null || isOpen(due) ? null : text(due) },
      ]),
    ),
    open: new Set(rows.filter(({ due }) => isOpen(due)).map((row) => text(row['employee_id']))),
  };
}

/** A snapshot whose rows are staged. */
export interface StagedAnswer {
  readonly tenantId: string;
  readonly number: number;
  readonly employees: readonly Employee[];
  readonly today: string;
}

/** EmployeeIds that the database selects of a staged snapshot, in order. */
export async function selectedBySql(
  reconciler: ReconcilerTestkit,
  { tenantId, number, employees, today }: StagedAnswer,
): Promise<string[]> {
  const answer = { count: employees.length };
  const selection = { tenantId, number, attempt: 1, today, everything: false, otherCompany: false };
  const selected = await reconciler.differing.select(reconciler.dataSource.manager, [
    { ...selection, answer, policy: defaultPolicy },
  ]);
  return (selected.get(tenantId) ?? []).map(({ row }) => row.employeeId).sort();
}

/** What the reference selects of it. */
export function selectedByReference(
  { base, open }: StoredBase,
  { employees, today }: Pick<StagedAnswer, 'employees' | 'today'>,
): Difference {
  return difference(base, new Map(employees.map((one) => [one.employeeId, digestOf(one)])), open, today);
}
