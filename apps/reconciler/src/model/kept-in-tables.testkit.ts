import type { Employee, Policy } from '@people-sync/contracts';
import type { PlansRecord, TenantRecord } from '@people-sync/reconciliation';
import type { Decision } from '../decisions/decision.entity';
import { settlementOf } from '../decisions/settlement-of';
import type { ReconcilerTestkit } from '../reconciler.testkit';

/** What a tenant's tables and its folded record have in common, in one form, so that it can be compared. */
type Kept = Readonly<Record<'tenant' | 'people' | 'former' | 'base' | 'decisions' | 'problems' | 'plans', unknown>>;

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What the reconciler keeps of a tenant. */
export async function keptInTables(reconciler: ReconcilerTestkit, tenantId: string): Promise<Kept> {
  const query = <Row>(sql: string) => reconciler.dataSource.query<Row[]>(sql, [tenantId]);
  const [tenant] = await query<Record<string, unknown>>(
    `SELECT known_version AS "knownVersion", company_id AS "companyId", base_digest AS "baseDigest",
            base_rules AS "baseRules", base_policy AS "basePolicy", base_decisions AS "baseDecisions",
            policy_version AS "policyVersion", decisions_version AS "decisionsVersion",
            applied_before AS "appliedBefore", held_number AS "heldNumber", ${instant('held_since')} AS "heldSince",
            ${instant('accepted_at')} AS "acceptedAt", ${instant('newest_at')} AS "newestAt", shape,
            scope_gone AS "scopeGone"
       FROM tenants WHERE tenant_id = $1`,
  );
  const [policy] = await query<{ policy: Policy; leavingShown: number | null }>(
    `SELECT policy, leaving_shown AS "leavingShown" FROM policies WHERE tenant_id = $1 ORDER BY version DESC LIMIT 1`,
  );
  const people = await query<Record<string, unknown>>(
    `SELECT person_id AS "personId", employee_id AS "employeeId", unique_key AS "uniqueKey", email, name,
            state = 'active' AS active, linked, partly, source_version AS "sourceVersion", digest, status,
            leaving_date AS "leavingDate", ignored_leaving_date AS "ignoredLeavingDate",
            announced_leaving_date AS "announcedLeavingDate", ${instant('missing_since')} AS "missingSince",
            ${instant('seen_at')} AS "seenAt", org_employee_id AS "orgEmployeeId", imported_at IS NOT NULL AS imported,
            employee
       FROM persons WHERE tenant_id = $1 ORDER BY person_id`,
  );
  const former = await query<{ link: string }>(
    `SELECT employee_id || ' ' || person_id AS link FROM former_links WHERE tenant_id = $1`,
  );
  const base = await query<{ employee: Employee; digest: string; due: string | null }>(
    `SELECT coalesce(b.employee, p.employee) AS employee, b.digest, b.due::text AS due
       FROM base_rows b LEFT JOIN persons p ON p.tenant_id = b.tenant_id AND p.employee_id = b.employee_id
      WHERE b.tenant_id = $1 ORDER BY b.employee_id`,
  );
  const decisions = await query<Decision>(
    `SELECT decision_id AS "decisionId", kind, employee_id AS "employeeId", person_id AS "personId", about,
            kept_keys AS "keptKeys", tentative, row_digest AS "rowDigest"
       FROM decisions WHERE tenant_id = $1 AND ended_at IS NULL`,
  );
  const problems = await query<Record<string, unknown>>(
    `SELECT problem_id AS "problemId", code, person_id AS "personId", employee_id AS "employeeId", name, received, other,
            other_person_id AS "otherPersonId", about, affected, set_aside_at IS NOT NULL AS "setAside"
       FROM problems WHERE tenant_id = $1 AND closed_at IS NULL ORDER BY problem_id`,
  );
  const plans = await query<Record<string, unknown>>(
    `SELECT sync_id AS "syncId", number, state, hash, item_count AS "itemCount", counts, held_because AS "heldBecause",
            ARRAY(SELECT unnest(excluded)::text ORDER BY 1) AS excluded
       FROM plans WHERE tenant_id = $1 ORDER BY number`,
  );
  return {
    plans,
    tenant: tenant && { ...tenant, policy: policy?.policy ?? null, leavingShown: policy?.leavingShown ?? null },
    people,
    former: former.map(({ link }) => link).sort(),
    base,
    decisions: decisions
      .map((one) => {
        const { decisionId, employeeId, rowDigest } = one;
        const tentative = one.tentative ? { employeeId: employeeId ?? '', rowDigest } : null;
        return wordOf({ decisionId, settlement: settlementOf(one), tentative });
      })
      .sort(),
    problems,
  };
}

/** What its folded record has of it. */
export function keptInRecord(record: TenantRecord, plans: PlansRecord): Kept {
  const { knownVersion, companyId, base, policyVersion, decisionsVersion, appliedBefore, waiting, policy } = record;
  const { heldSince, acceptedAt, newestAt, shape, scopeGone, leavingShown } = record;
  const byId =
    <T>(of: (one: T) => string) =>
    (a: T, b: T) =>
      of(a) < of(b) ? -1 : 1;
  return {
    plans: [...plans.values()].sort((a, b) => a.number - b.number),
    tenant: {
      ...{ knownVersion, companyId, policyVersion, decisionsVersion, appliedBefore },
      baseDigest: base.digest,
      baseRules: base.rules,
      basePolicy: base.policy,
      baseDecisions: base.decisions,
      heldNumber: waiting?.number ?? null,
      ...{ heldSince, acceptedAt, newestAt, shape, scopeGone },
      policy: policyVersion === 0 ? null : policy,
      leavingShown,
    },
    people: [...record.known.byId.values()]
      .map(({ recordEmail: _email, firstName: _name, startDate: _start, scope: _scope, ...one }) => one)
      .sort(byId(({ personId }) => personId)),
    former: [...record.known.former].flatMap(([id, people]) => [...people].map((person) => `${id} ${person}`)).sort(),
    base: [...base.rows.values()].sort(byId(({ employee }) => employee.employeeId)),
    decisions: record.decisions
      .map(({ decisionId, settlement, tentative }) => wordOf({ decisionId, settlement, tentative }))
      .sort(),
    problems: [...record.problems.values()]
      .map(({ tenantId: _tenant, syncId: _sync, rowDigest: _digest, ...one }) => one)
      .sort(byId(({ problemId }) => problemId)),
  };
}

interface Word extends Pick<TenantRecord['decisions'][number], 'decisionId' | 'tentative'> {
  readonly settlement: TenantRecord['decisions'][number]['settlement'] | null;
}

/** As text, whatever the order of its keys. */
const wordOf = ({ decisionId, settlement, tentative }: Word): string => {
  const keys = settlement?.kind === 'no' ? { keys: [...settlement.keys].sort() } : {};
  return JSON.stringify({ decisionId, settlement: { ...settlement, ...keys }, tentative }, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
};
