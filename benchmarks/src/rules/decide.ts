import { defaultPolicy } from '@people-sync/contracts';
import {
  changesBetween,
  FieldTotals,
  heldBecause,
  isPlanItem,
  itemDigest,
  judge,
  noSettlements,
  planHash,
  type PlanItem,
  RULES_VERSION,
  safeguards,
  tally,
  type Verdict,
} from '@people-sync/reconciliation';
import type { JudgedCompany } from './judged-company';

/** Everything that the rules do between the rows and a plan. @returns how many people the plan changes */
export function decide({ rows, records, seen }: JudgedCompany): number {
  const { verdicts, absences } = judge({
    rows,
    absent: [],
    state: { tenantId: 'rules', companyId: '1', otherCompany: false, holderOf: () => undefined },
    policy: defaultPolicy,
    settlements: noSettlements,
    records: { ofPerson: new Map(), ofRow: new Map() },
    takenAt: '2026-03-02T02:00:00.000Z',
    today: '2026-03-02',
  });
  const items = verdicts.filter((verdict): verdict is Verdict & PlanItem => isPlanItem(verdict));
  const known = rows.some((row) => row.known !== null);
  const counts = tally(verdicts, absences, seen);
  planHash({
    itemDigests: items.map(itemDigest),
    base: 1,
    policy: 0,
    decisions: 0,
    rules: RULES_VERSION,
    tentative: [],
  });
  const reasons = heldBecause(
    safeguards(
      {
        active: known ? seen : 0,
        linked: known ? seen : 0,
        present: known ? seen : 0,
        appliedBefore: known,
        ontoPeople: known,
        otherCompany: false,
        leavingShown: null,
        items,
        verdicts,
        fields: fieldTotals(items, records),
        had: () => seen,
        fieldsGone: [],
        byNewRules: 0,
        scopeValuesGone: [],
      },
      defaultPolicy.safeguards,
    ),
  );
  if (reasons.length > 0) throw new Error(`the plan is held: ${reasons.join(', ')}`);
  if (counts.joined + counts.changed !== items.length) throw new Error('the plan does not add up');
  return items.length;
}

function fieldTotals(items: readonly PlanItem[], records: JudgedCompany['records']): FieldTotals {
  const totals = new FieldTotals();
  for (const { personId } of items) {
    const record = records.get(personId);
    if (!record) continue;
    const { before, after } = record;
    totals.add(
      changesBetween(before, after).changed.map((field) => ({ field, old: before[field], new: after[field] })),
    );
  }
  return totals;
}
