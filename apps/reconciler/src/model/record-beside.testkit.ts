import { isDeepStrictEqual } from 'node:util';
import {
  type AnyEvent,
  type Employee,
  type EmployeeField,
  employeeFields,
  PlanMade,
  type SyncMode,
} from '@people-sync/contracts';
import {
  Comparing,
  evolvePlans,
  type PlansRecord,
  type RecordedEvent,
  type RecordedSnapshot,
  Replay,
  type ReplayReport,
} from '@people-sync/reconciliation';
import { digestOf, digestOfAll } from '../fetched.testkit';
import type { ReconcilerTestkit } from '../reconciler.testkit';
import { keptInRecord, keptInTables } from './kept-in-tables.testkit';

/** An answer as the fetcher told it. */
export interface ToldAnswer {
  readonly number: number;
  readonly mode?: SyncMode;
  readonly takenAt: string;
  readonly companyId: string;
  readonly fieldsPresent?: readonly EmployeeField[];
  readonly employees: readonly Employee[];
  /** It was equal to the base, and came without rows. */
  readonly isUnchanged?: boolean;
}

/** The record of a tenant of a real reconciler: replayed as it grows, and compared with the reconciler's tables. */
export class RecordBeside {
  private readonly comparing = new Comparing();
  private readonly replay: Replay;
  /** By sync id. */
  private readonly snapshots = new Map<string, RecordedSnapshot>();
  private plans: PlansRecord = new Map();
  private taken = 0;

  constructor(
    private readonly reconciler: ReconcilerTestkit,
    private readonly tenantId: string,
  ) {
    this.replay = new Replay(tenantId, this.comparing);
  }

  keep(syncId: string, told: ToldAnswer): void {
    const { number, mode = 'apply', takenAt, companyId, employees, fieldsPresent = employeeFields } = told;
    const of = { count: employees.length, digest: digestOfAll(employees), statusCounts: {} };
    const when = { takenAt, requestedAt: takenAt };
    this.snapshots.set(syncId, {
      answer: { number, attempt: 1, mode, companyId, fieldsPresent: [...fieldsPresent], ...of, ...when },
      rows: told.isUnchanged ? null : employees.map((employee) => ({ employee, digest: digestOf(employee) })),
      erased: 0,
    });
  }

  /** @throws an error that tells what the tables have and the folded record has not */
  async follow(): Promise<void> {
    const said = (await this.reconciler.said(this.tenantId)).filter(({ topic }) => topic === 'peoplesync.changes');
    const events = said.slice(this.taken).map((event) => this.recorded(event));
    for (const event of events) this.replay.take(event);
    this.plans = evolvePlans(this.plans, events);
    this.taken = said.length;
    // Of whom nothing was heard nothing is kept.
    if (this.taken === 0) return;
    const [tables, record] = [
      await keptInTables(this.reconciler, this.tenantId),
      keptInRecord(this.replay.record, this.plans),
    ];
    for (const kept of ['tenant', 'people', 'former', 'base', 'decisions', 'problems', 'plans'] as const) {
      if (isDeepStrictEqual(tables[kept], record[kept])) continue;
      const text = (value: unknown) => JSON.stringify(value, null, 2);
      throw new Error(`${kept}: the tables have\n${text(tables[kept])}\nand the record\n${text(record[kept])}`);
    }
  }

  /** What the replay found. */
  report(): ReplayReport {
    this.replay.end();
    return this.comparing.report();
  }

  private recorded({ id, type, subject, syncId, data }: AnyEvent): RecordedEvent {
    const snapshot = type === PlanMade.type ? this.snapshots.get(syncId ?? '') : undefined;
    return { id, type, subject, syncId, data, snapshot };
  }
}
