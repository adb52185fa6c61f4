import { type Policy, PlanMade } from '@people-sync/contracts';
import { type JudgedPlan, judgeRecorded } from './judged-plan';
import { dataOf, type RecordedEvent, RecordIncompleteError } from './recorded-event';
import type { TenantRecord } from './tenant-record';

/**
 * What other settings would have made of a recorded answer, by what was known of the company then: whether it would have
 * been held and why, and whom it would have changed. Every row is judged. Nothing goes on from it: each answer is asked by
 * itself, since what people would have decided then is in no record.
 * @param record before the plan @param event its PlanMade, with the answer
 */
export function underPolicy(record: TenantRecord, event: RecordedEvent, policy: Policy): JudgedPlan {
  const made = dataOf(PlanMade, event);
  const { snapshot, syncId } = event;
  if (!made || !snapshot || syncId === undefined)
    throw new RecordIncompleteError(event, "PeopleHR's answer of this sync is not in the record");
  const { number, today } = made;
  const mode = made.mode === 'preview' ? 'apply' : made.mode;
  return judgeRecorded({ ...record, policy, leavingShown: null }, snapshot, {
    syncId,
    number,
    mode,
    today,
    everything: true,
  });
}
