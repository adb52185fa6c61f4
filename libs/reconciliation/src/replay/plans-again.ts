import type { DataOf, PlanApproved, PlanMade } from '@people-sync/contracts';
import { employeeIdOf, type PlanItem } from '../verdicts/verdict';
import { keptKeys } from '../verdicts/kept-keys';
import { type ProblemChanges, problemChanges, problemsOf } from '../problems/problem-changes';
import { RULES_VERSION } from '../rules';
import { type Circumstances, itemChanges, type JudgedPlan, judgeRecorded } from './judged-plan';
import { RecordIncompleteError, type RecordedEvent, told } from './recorded-event';
import type { No } from './settled-by';
import type { RecordedSnapshot, TenantRecord, WaitingItem, WaitingPlan } from './tenant-record';

/**
 * The plan of a recorded answer, judged again.
 * @throws RecordIncompleteError without its answer, or if it was made by other rules than this program has
 */
export function madePlan(record: TenantRecord, data: DataOf<typeof PlanMade>, event: RecordedEvent): JudgedPlan {
  const { snapshot, syncId } = event;
  if (syncId === undefined) throw new RecordIncompleteError(event, 'it is of no sync');
  if (!snapshot) throw new RecordIncompleteError(event, "PeopleHR's answer of this sync is not in the record");
  if (data.rules !== RULES_VERSION)
    throw new RecordIncompleteError(event, `it was made by rules ${data.rules}, which this program does not have`);
  const { number, mode, today } = data;
  return again(record, snapshot, { syncId, number, mode, today });
}

/** The plan that waits, with everything that was settled for it alone; null if none does. */
export function waitingAgain(record: TenantRecord, noes: Circumstances['noes'] = []): JudgedPlan | null {
  const { waiting } = record;
  if (!waiting) return null;
  const { syncId, number, mode, today, everything, snapshot } = waiting;
  return again(record, snapshot, { syncId, number, mode, today, everything, isWaiting: true, noes });
}

/**
 * What is applied of a plan that waited, and who was excluded from it just now.
 * @throws RecordIncompleteError if it does not wait, or if it is not told by which words they are
 */
export function approvedPlan(
  record: TenantRecord,
  { exclude, noes }: DataOf<typeof PlanApproved>,
  event: RecordedEvent,
): { readonly judged: JudgedPlan; readonly noes: readonly No[] } {
  const { waiting } = record;
  if (!waiting || waiting.syncId !== event.syncId) throw new RecordIncompleteError(event, 'no such plan waits');
  const leftOut = new Set(waiting.leftOut);
  const isNobodyNew = exclude.every((personId) => leftOut.has(personId));
  const said = isNobodyNew ? [] : told(noes, event, 'by which words people are left out');
  const people = new Set(said.map(({ personId }) => personId));
  const judged = waitingAgain(
    record,
    waiting.items.flatMap(({ personId, keptKeys: keys }) =>
      people.has(personId) ? [{ kind: 'no' as const, personId, keys }] : [],
    ),
  );
  if (!judged) throw new RecordIncompleteError(event, 'no such plan waits');
  return { judged, noes: said };
}

/** What has to be remembered of a plan that waits. */
export function waitingPlan(record: TenantRecord, judged: JudgedPlan): WaitingPlan {
  const { syncId, number, mode, today, everything, hash, snapshot, items, received, counted } = judged;
  const { policy, tenantId } = record;
  const itemOf = (item: PlanItem): WaitingItem => {
    const changes = itemChanges(record, item, received);
    return {
      personId: item.personId,
      employeeId: employeeIdOf(item),
      rowDigest: item.row?.digest ?? null,
      keptKeys: keptKeys(item, changes, policy.scope),
      countedKeys: counted(item, changes),
    };
  };
  return {
    ...{ syncId, number, mode, today, everything, hash, snapshot },
    items: items.map(itemOf),
    leftOut: leftOutOf(judged),
    problems: problemsOf({ tenantId, syncId }, judged),
  };
}

/** Person ids of items that the plan would have, had nobody left them out of it. */
export function leftOutOf({ counting, verdicts, absences }: JudgedPlan): string[] {
  const out = new Set(counting.flatMap(({ settlement }) => (settlement.kind === 'no' ? [settlement.personId] : [])));
  return [
    ...verdicts.flatMap((one) => (one.kind === 'kept' ? [one.item.personId] : [])),
    ...absences.flatMap((one) => (one.kind === 'missing' && one.item ? [one.item.personId] : [])),
  ].filter((personId) => out.has(personId));
}

/** What the plan opens and closes if it is applied. */
export function problemsAfter(
  { tenantId, problems }: Pick<TenantRecord, 'tenantId' | 'problems'>,
  judged: JudgedPlan,
): ProblemChanges {
  return problemChanges({ tenantId, syncId: judged.syncId }, judged, [...problems.values()]);
}

/** How many problems are open that nobody set aside. */
export const openIn = ({ problems }: Pick<TenantRecord, 'problems'>): number =>
  [...problems.values()].filter(({ setAside }) => !setAside).length;

/** Judged once for each record and circumstances: whoever compares a plan, and whoever goes on from it, ask alike. */
function again(record: TenantRecord, snapshot: RecordedSnapshot, circumstances: Circumstances): JudgedPlan {
  const ofRecord = judgedBefore.get(record) ?? new Map<string, JudgedPlan>();
  judgedBefore.set(record, ofRecord);
  const key = JSON.stringify([circumstances, snapshot.answer.takenAt]);
  const judged = ofRecord.get(key) ?? judgeRecorded(record, snapshot, circumstances);
  ofRecord.set(key, judged);
  return judged;
}
const judgedBefore = new WeakMap<TenantRecord, Map<string, JudgedPlan>>();
