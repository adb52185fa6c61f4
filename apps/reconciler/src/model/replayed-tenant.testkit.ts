import { readEmployee, type ReplayReport } from '@people-sync/reconciliation';
import type { PeopleHrAnswer, TableRow } from '@people-sync/reconciliation/company-life';
import { digestOfAll } from '../fetched.testkit';
import type { ReconcilerTestkit } from '../reconciler.testkit';
import { ReconcilerTenant } from './reconciler-tenant.testkit';
import { RecordBeside } from './record-beside.testkit';

/**
 * A tenant of a real reconciler whose record is kept beside it: after every step the events that it said are replayed, and
 * what they are folded to has to be what stands in its tables, row by row.
 */
export class ReplayedTenant extends ReconcilerTenant {
  private readonly beside: RecordBeside;

  constructor(reconciler: ReconcilerTestkit, restarted: ReconcilerTestkit, tenantId: string) {
    super(reconciler, restarted, tenantId);
    this.beside = new RecordBeside(reconciler, tenantId);
  }

  /** What the replay found. */
  report(): ReplayReport {
    return this.beside.report();
  }

  override async table(): Promise<TableRow[]> {
    await this.beside.follow();
    return super.table();
  }

  protected override async read(answer: PeopleHrAnswer, mode: 'apply' | 'repair' | 'preview') {
    const employees = answer.sent.map(readEmployee);
    const [tenant] = await this.reconciler.rows('SELECT base_digest FROM tenants WHERE tenant_id = $1', [
      this.tenantId,
    ]);
    const isUnchanged = mode !== 'repair' && tenant?.['base_digest'] === digestOfAll(employees);
    const plan = await super.read(answer, mode);
    const { takenAt, companyId, fieldsPresent } = answer;
    const { number } = this;
    this.beside.keep(plan.syncId, { number, mode, takenAt, companyId, fieldsPresent, employees, isUnchanged });
    return plan;
  }
}
