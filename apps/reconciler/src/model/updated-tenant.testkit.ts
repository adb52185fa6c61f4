import type { Employee } from '@people-sync/contracts';
import { readEmployee, RULES_VERSION } from '@people-sync/reconciliation';
import type { Outcome, PeopleHrAnswer } from '@people-sync/reconciliation/company-life';
import { ReconcilerTenant } from './reconciler-tenant.testkit';

/** What is no day anyway stays as it came. */
const olderDay = (day: string | null): string =>
  day === null ? '0001-01-01' : /^\d{4}-\d\d-\d\d$/.test(day) ? `${day}T00:00:00` : day;

/** As rules might have kept an employee that took for values what means nothing, and left in what nobody sees. */
const asOlderRulesKept = (one: Employee): Employee => ({
  ...one,
  uniqueKey: one.uniqueKey === null ? '0' : `{${one.uniqueKey.toUpperCase()}}`,
  email: one.email === null ? ' ' : `\u200b${one.email} `,
  jobRole: one.jobRole ?? '\u200b',
  department: one.department ?? ' ',
  reportsToEmployeeId: one.reportsToEmployeeId ?? '00000000-0000-0000-0000-000000000000',
  reportsToEmail: one.reportsToEmail?.toUpperCase() ?? null,
  startDate: olderDay(one.startDate),
  leavingDate: one.leavingDate ?? '0001-01-01',
});

/**
 * A tenant of a real reconciler that was updated before each sync: whatever is known of the people in its answer is as
 * older rules kept it. It is read by a look at the answer, so that the sync itself may be compared with the model.
 */
export class UpdatedTenant extends ReconcilerTenant {
  override async sync(answer: PeopleHrAnswer, mode: 'apply' | 'repair' | 'preview'): Promise<Outcome> {
    const where = 'WHERE tenant_id = $1 AND base_rules IS NOT NULL';
    const [tenant] = await this.reconciler.rows(`SELECT base_digest FROM tenants ${where}`, [this.tenantId]);
    // Not before a preview: beside it changes may wait, and what is known is another then.
    if (tenant && mode !== 'preview') {
      await this.age(answer.sent.map(readEmployee).map(({ employeeId }) => employeeId));
      await this.reconciler.rows(`UPDATE tenants SET base_rules = 0, base_digest = repeat('0', 64) ${where}`, [
        this.tenantId,
      ]);
      await this.read(answer, 'preview');
      await this.reconciler.rows(`UPDATE tenants SET base_rules = $2, base_digest = $3 ${where}`, [
        this.tenantId,
        RULES_VERSION,
        tenant['base_digest'],
      ]);
    }
    return super.sync(answer, mode);
  }

  private async age(employeeIds: readonly string[]): Promise<void> {
    for (const table of ['persons', 'base_rows'] as const) {
      const kept = await this.reconciler.dataSource.query<{ employee_id: string; employee: Employee | null }[]>(
        `SELECT employee_id, employee FROM ${table} WHERE tenant_id = $1 AND employee_id = ANY($2)`,
        [this.tenantId, employeeIds],
      );
      for (const { employee_id: id, employee } of kept) {
        // A base row without a record of its own is its person's.
        if (employee === null) {
          await this.reconciler.rows(
            `UPDATE base_rows SET digest = md5(digest) || md5(digest) WHERE tenant_id = $1 AND employee_id = $2`,
            [this.tenantId, id],
          );
          continue;
        }
        const columns = table === 'persons' ? '' : `, start_date = $3::json->>'startDate'`;
        const email =
          table === 'persons' ? "CASE WHEN email IS NOT NULL THEN $3::json->>'email' END" : "$3::json->>'email'";
        await this.reconciler.rows(
          `UPDATE ${table}
              SET employee = $3::json, digest = md5(digest) || md5(digest), unique_key = $3::json->>'uniqueKey', email = ${email},
                  leaving_date = $3::json->>'leavingDate'${columns}
            WHERE tenant_id = $1 AND employee_id = $2`,
          [this.tenantId, id, JSON.stringify(asOlderRulesKept(employee))],
        );
      }
    }
  }
}
