import {
  ChangesCompleted,
  type Counts,
  type DataOf,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  PlanMade,
  ProblemClosed,
  ProblemOpened,
} from '@people-sync/contracts';
import { changesBetween } from '../employees/changes-between';
import { beforeAndAfter } from '../plans/item-records';
import { type ProblemChanges, problemsOf } from '../problems/problem-changes';
import { RULES_VERSION } from '../rules';
import type { PlanItem } from '../verdicts/verdict';
import { type JudgedPlan, recordsOf } from './judged-plan';
import { problemsAfter } from './plans-again';
import type { TenantRecord } from './tenant-record';

/** What of an event is the rules' to say: envelopes are not compared. */
export interface Saying {
  readonly type: string;
  readonly subject: string;
  readonly data: unknown;
  /** Whom it is about; null: nobody. */
  readonly personId: string | null;
}

/** What PlanMade says of a plan. @param record before it */
export function planMadeBy(record: TenantRecord, judged: JudgedPlan): DataOf<typeof PlanMade> {
  const { snapshot, outcome, counting, syncId } = judged;
  const { answer } = snapshot;
  const told = problemsOf({ tenantId: record.tenantId, syncId }, judged).length;
  return {
    number: answer.number,
    mode: answer.mode,
    outcome,
    heldBecause: [...judged.heldBecause],
    itemCount: judged.items.length,
    hash: judged.hash,
    base: record.knownVersion,
    baseDigest: outcome === 'applying' ? answer.digest : record.base.digest,
    policy: record.policyVersion,
    decisions: record.decisionsVersion,
    rules: RULES_VERSION,
    today: judged.today,
    takenAt: answer.takenAt,
    counts: judged.counts,
    problems: outcome === 'previewed' ? told : problemsAfter(record, judged).open,
    safeguards: measuredOf(judged),
    heldSince: outcome === 'held' ? (record.heldSince ?? answer.takenAt) : null,
    tentative: counting.map(({ decisionId }) => decisionId),
  };
}

/** As events tell them. */
export const measuredOf = ({ safeguards }: Pick<JudgedPlan, 'safeguards'>): DataOf<typeof PlanMade>['safeguards'] =>
  safeguards.slice(0, 100).map(({ name, field, value, limit }) => ({ name, field, value, limit }));

/** What a plan that is applied says of people and problems, in order. @param items those that are applied */
export function sayingsOf(
  record: TenantRecord,
  judged: JudgedPlan,
  items: readonly PlanItem[],
  problems: Pick<ProblemChanges, 'opened' | 'closed'>,
): Saying[] {
  return [
    ...items.map((item) => itemSaying(record, item, judged.received)),
    ...problems.closed.map(({ problemId, code, personId }) => ({
      type: ProblemClosed.type,
      subject: problemId,
      data: { problemId, code },
      personId,
    })),
    ...problems.opened.map(({ problemId, code, personId, employeeId, name, received, other, otherPersonId }) => ({
      type: ProblemOpened.type,
      subject: problemId,
      data: { problemId, code, personId, employeeId, name, received, other, otherPersonId },
      personId,
    })),
  ];
}

/** What ends a plan's changes. */
export const completedBy = ({ syncId, number }: JudgedPlan, items: readonly PlanItem[]): Saying => ({
  type: ChangesCompleted.type,
  subject: syncId,
  data: { number, count: items.length },
  personId: null,
});

function itemSaying(record: TenantRecord, item: PlanItem, received: ReadonlyMap<string, Employee>): Saying {
  const { before, after } = beforeAndAfter(item, recordsOf(record, item, received));
  const { personId, sourceVersion } = item;
  const about = { personId, sourceVersion, employee: after };
  const saying = (type: string, data: unknown): Saying => ({ type, subject: personId, data, personId });
  switch (item.kind) {
    case 'joined':
    case 'rejoined':
      return saying(EmployeeAdded.type, { ...about, rejoined: item.kind === 'rejoined' });
    case 'changed':
      return saying(EmployeeChanged.type, { ...about, ...(before ? changesBetween(before, after) : {}) });
    case 'left':
      return saying(EmployeeLeft.type, { ...about, proof: item.proof });
  }
}

/** What of a plan is done, in people, when only its leavers go. */
export const leaversCounts = (seen: number, left: number): Counts => ({
  seen,
  joined: 0,
  rejoined: 0,
  changed: 0,
  left,
  waiting: 0,
  refused: 0,
  unchanged: seen - left,
  missing: 0,
});
