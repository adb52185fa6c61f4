import type { Employee, SyncMode } from '@people-sync/contracts';
import { noSettlements, type Settlement, type Settlements, settledWith } from '../identity/settlements';
import { changesOf } from '../plans/item-records';
import { plan, type RulesPlan } from '../plans/plan';
import { RULES_VERSION } from '../rules';
import { type Counting, countingOf } from '../safeguards/counted';
import { type FieldChange, FieldTotals } from '../safeguards/field-totals';
import type { MeasuredSafeguard, SafeguardName } from '../safeguards/measured-safeguard';
import { heldBecause, type PlanTotals, safeguards } from '../safeguards/safeguards';
import { looksAtAnything, namedForNobody, scopeFields } from '../scope/scope';
import type { Records } from '../verdicts/differing-row';
import { claimedAddresses, needsRecord } from '../verdicts/judge';
import { isPlanItem, type PlanItem } from '../verdicts/verdict';
import { type RowToJudge, rowsToJudge } from './rows-to-judge';
import type { RecordedDecision, RecordedSnapshot, TenantRecord } from './tenant-record';

/** How a recorded answer was judged, beside what is known of the tenant. */
export interface Circumstances {
  readonly syncId: string;
  readonly number: number;
  readonly mode: SyncMode;
  /** `yyyy-MM-dd`, as it is recorded: time zones are told otherwise on other machines. */
  readonly today: string;
  /** True: every row was judged; undefined: as the record tells. */
  readonly everything?: boolean;
  /** True: it is the very plan for which something was settled alone, so that all of that counts. */
  readonly isWaiting?: boolean;
  /** What was said no to just now. */
  readonly noes?: readonly Settlement[];
}

/** What a recorded answer means by the rules of today. */
export interface JudgedPlan extends RulesPlan, Circumstances {
  readonly everything: boolean;
  readonly snapshot: RecordedSnapshot;
  readonly outcome: 'applying' | 'held' | 'previewed';
  readonly heldBecause: readonly SafeguardName[];
  readonly safeguards: readonly MeasuredSafeguard[];
  /** Scope values that the answer has for nobody. */
  readonly scopeGone: readonly string[];
  readonly counted: Counting;
  readonly settlements: Settlements;
  /** What was settled for a plan that waited and is among the settlements. */
  readonly counting: readonly RecordedDecision[];
  readonly otherCompany: boolean;
  /** By EmployeeId. */
  readonly received: ReadonlyMap<string, Employee>;
}

/** Judges a recorded answer by what the record tells: pure, and the same on every machine. */
export function judgeRecorded(
  record: TenantRecord,
  snapshot: RecordedSnapshot,
  circumstances: Circumstances,
): JudgedPlan {
  const { answer } = snapshot;
  const { known, policy, tenantId, companyId, base } = record;
  const { today, mode, isWaiting = false, noes = [] } = circumstances;
  const otherCompany = companyId !== null && companyId !== answer.companyId;
  const all = new Map((snapshot.rows ?? [...base.rows.values()]).map((row) => [row.employee.employeeId, row]));
  const isAbout = ({ tentative }: RecordedDecision) =>
    tentative !== null && (isWaiting || (all.get(tentative.employeeId)?.digest ?? null) === tentative.rowDigest);
  const counting = record.decisions.filter(isAbout);
  const settled = settledWith(inForce(record), [...counting.map(({ settlement }) => settlement), ...noes]);
  const otherwise =
    otherCompany ||
    base.rules !== RULES_VERSION ||
    base.policy !== record.policyVersion ||
    base.decisions !== record.decisionsVersion;
  const everything = (circumstances.everything ?? (mode === 'repair' || otherwise)) || counting.length > 0;
  const rows = rowsToJudge(record, all, { settlements: settled, otherCompany, everything, today });
  const differing = rows.map((one) => one.differing);
  const absent = [...known.byId.values()].filter(
    ({ active, linked, employeeId }) =>
      active && linked && (otherCompany || employeeId === null || !all.has(employeeId)),
  );
  const claimed = claimedAddresses(differing, otherCompany);
  const judged = plan({
    rows: differing,
    absent: absent.sort(byEmployeeId),
    state: {
      tenantId,
      companyId: answer.companyId,
      otherCompany,
      holderOf: (address) => (claimed.has(address) ? known.holderOf(address) : undefined),
    },
    policy,
    settlements: settled,
    records: recordsFor(record, rows, settled),
    takenAt: answer.takenAt,
    today,
    seen: answer.count,
    base: record.knownVersion,
    policyVersion: record.policyVersion,
    decisionsVersion: record.decisionsVersion,
    tentative: counting.map(({ decisionId }) => decisionId),
  });
  const received = new Map([...all].map(([employeeId, { employee }]) => [employeeId, employee]));
  const scopeGone = scopeGoneIn(record, received, snapshot.rows !== null || everything);
  const totals = totalsOf(record, judged, { rows, received, snapshot, otherCompany, scopeGone });
  const measured = safeguards(totals, policy.safeguards);
  const reasons = heldBecause(measured);
  return {
    ...judged,
    ...circumstances,
    everything,
    snapshot,
    outcome: mode === 'preview' ? 'previewed' : reasons.length > 0 ? 'held' : 'applying',
    heldBecause: reasons,
    safeguards: measured,
    scopeGone,
    counted: countingOf(measured, totals, policy),
    settlements: settled,
    counting,
    otherCompany,
    received,
  };
}

/** Everything that people settled for good, as far as it holds. */
export const inForce = ({ decisions }: Pick<TenantRecord, 'decisions'>): Settlements =>
  settledWith(
    noSettlements,
    decisions.flatMap(({ tentative, settlement }) => (tentative === null ? [settlement] : [])),
  );

/** What an item does to its person's record; nothing is told of somebody new. */
export function itemChanges(
  { known }: Pick<TenantRecord, 'known'>,
  item: PlanItem,
  received: ReadonlyMap<string, Employee>,
): FieldChange[] {
  return changesOf(item, recordsOf({ known }, item, received)) ?? [];
}

/** The records that an item's event is made of. */
export const recordsOf = (
  { known }: Pick<TenantRecord, 'known'>,
  item: PlanItem,
  received: ReadonlyMap<string, Employee>,
) => ({
  received: item.kind === 'left' ? null : (received.get(item.row.employeeId) ?? null),
  known: item.kind === 'joined' ? null : (known.byId.get(item.personId)?.employee ?? null),
});

/** The whole records that it takes to judge rows of people to whose fields somebody said no. */
function recordsFor({ known }: TenantRecord, rows: readonly RowToJudge[], settlements: Settlements): Records {
  const ofRow = new Map<string, Employee>();
  const ofPerson = new Map<string, Employee>();
  for (const { differing, employee } of rows) {
    const { others } = differing;
    const candidates = [others?.byUniqueKey, others?.byEmail, others?.bySettlement].map((one) => one?.known);
    for (const person of [differing.known, others?.byOrgEmployeeId, ...candidates]) {
      if (!person || !needsRecord(person, settlements)) continue;
      ofRow.set(employee.employeeId, employee);
      const record = known.byId.get(person.personId)?.employee;
      if (record) ofPerson.set(person.personId, record);
    }
  }
  return { ofPerson, ofRow };
}

/** @param isAsked false of an answer that came without rows: it says what the base said */
function scopeGoneIn(
  { policy, scopeGone }: TenantRecord,
  received: ReadonlyMap<string, Employee>,
  isAsked: boolean,
): readonly string[] {
  if (!looksAtAnything(policy.scope)) return [];
  if (!isAsked) return scopeGone;
  const here = new Map(scopeFields.map((field) => [field, new Set<string>()]));
  for (const employee of received.values())
    for (const [field, values] of here) {
      const value = employee[field];
      if (value !== null) values.add(value);
    }
  return namedForNobody(policy.scope, (field) => here.get(field) ?? []).map(({ field, value }) => `${field}: ${value}`);
}

interface Counted {
  readonly rows: readonly RowToJudge[];
  readonly received: ReadonlyMap<string, Employee>;
  readonly snapshot: RecordedSnapshot;
  readonly otherCompany: boolean;
  readonly scopeGone: readonly string[];
}

function totalsOf(
  record: TenantRecord,
  { items, verdicts, absences }: RulesPlan,
  { rows, received, snapshot, otherCompany, scopeGone }: Counted,
): PlanTotals {
  const { known, base } = record;
  const people = [...known.byId.values()].filter(({ active }) => active);
  const linked = people.filter((person) => person.linked).length;
  const fields = new FieldTotals();
  for (const item of items)
    if (item.kind === 'changed' && item.known.linked) fields.add(itemChanges(record, item, received));
  const present = new Set<string>(snapshot.answer.fieldsPresent);
  const isMoved = (n: number): boolean => {
    const verdict = verdicts[n];
    return verdict !== undefined && isPlanItem(verdict) && (verdict.kind !== 'changed' || verdict.relinks);
  };
  return {
    active: people.length,
    linked,
    present: linked - absences.length,
    appliedBefore: record.appliedBefore,
    ontoPeople: record.knownVersion > 0,
    otherCompany,
    byNewRules: base.rules === RULES_VERSION ? 0 : rows.filter(({ isAsBefore }, n) => isAsBefore && isMoved(n)).length,
    leavingShown: base.policy === record.policyVersion ? null : record.leavingShown,
    items,
    verdicts,
    fields,
    had: (field) => people.filter(({ employee }) => employee[field] !== null).length,
    fieldsGone: (record.shape ?? []).filter((field) => !present.has(field)),
    scopeValuesGone: scopeGone.filter((value) => !record.scopeGone.includes(value)),
  };
}

interface Ordered {
  readonly employeeId: string | null;
  readonly personId: string;
}
const keyOf = ({ employeeId, personId }: Ordered): string => `${employeeId ?? ''} ${personId}`;
const byEmployeeId = (one: Ordered, other: Ordered): number => (keyOf(one) < keyOf(other) ? -1 : 1);
