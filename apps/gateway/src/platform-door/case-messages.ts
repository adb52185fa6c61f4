import type { peoplesyncV1 } from '@people-sync/platform';
import type { DecisionJson } from '../decisions/decision.dto';
import type { ProblemJson } from '../problems/problem.dto';
import { changeMessages } from './change-messages';

export const problemMessage = (problem: ProblemJson): peoplesyncV1.Problem => ({
  id: problem.id,
  code: problem.code,
  message: problem.message,
  personId: problem.personId ?? '',
  employeeId: problem.employeeId ?? '',
  name: problem.name ?? '',
  received: problem.received ?? '',
  syncId: problem.syncId ?? '',
  openedAt: problem.openedAt,
  closedAt: problem.closedAt ?? '',
  other: problem.other ?? '',
  otherPersonId: problem.otherPersonId ?? '',
  affected: problem.affected,
  setAsideAt: problem.setAsideAt ?? '',
  rowEmail: problem.rowEmail ?? '',
  rowStartDate: problem.rowStartDate ?? '',
  seenAt: problem.seenAt ?? '',
  rowStatus: problem.rowStatus ?? '',
  rowLeavingDate: problem.rowLeavingDate ?? '',
});

export const decisionMessage = (decision: DecisionJson): peoplesyncV1.Decision => ({
  id: decision.id,
  kind: decision.kind,
  employeeId: decision.employeeId ?? '',
  personId: decision.personId ?? '',
  name: decision.name ?? '',
  reason: decision.reason ?? '',
  itemKind: decision.itemKind ?? '',
  changes: changeMessages(decision.changes),
  decidedBy: decision.decidedBy ?? '',
  decidedAt: decision.decidedAt,
  message: decision.message,
  syncId: decision.syncId ?? '',
  tentative: decision.tentative,
  planHash: decision.planHash ?? '',
});
