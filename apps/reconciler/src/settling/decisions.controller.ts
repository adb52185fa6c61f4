import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, refusal, type ProblemException, readPage, reconcilerV1 } from '@people-sync/platform';
import { changeMessages } from '../plans/plan-message';
import { planRefusal } from '../approval/plan-refusal';
import { DecideRequest, ListDecisionsRequest, UndoDecisionRequest, UndoRejectionRequest } from './decision.dto';
import type { Decision } from '../decisions/decision.entity';
import { DecisionsRepository } from '../decisions/decisions.repository';
import { type Settled, Settling } from './settling';
import type { Unsettled } from './wanted-decisions';

type Decisions = Pick<reconcilerV1.ReconcilerController, 'decide' | 'undoDecision' | 'undoRejection' | 'listDecisions'>;

const PAGE = 100;

/** Takes and shows what people settled. */
@Controller()
@AllowServices('gateway')
export class DecisionsController implements Decisions {
  constructor(
    private readonly settling: Settling,
    private readonly decisions: DecisionsRepository,
  ) {}

  @GrpcMethod('Reconciler', 'Decide')
  async decide(request: DecideRequest): Promise<reconcilerV1.Decision> {
    const settled = await this.settling.decide(request);
    if ('refused' in settled) throw unsettled(settled);
    if (settled.kind !== 'settled') throw planRefusal(settled);
    return settledMessage(settled);
  }

  @GrpcMethod('Reconciler', 'UndoDecision')
  async undoDecision({ tenantId, decisionId, actor }: UndoDecisionRequest): Promise<reconcilerV1.Decision> {
    const undone = await this.settling.undo(tenantId, decisionId, actor);
    if (!undone) throw refusal('not-found', 'No decision like that holds.');
    if (undone.kind !== 'settled') throw planRefusal(undone);
    return settledMessage(undone);
  }

  /** Every no that was said to a plan, as one. */
  @GrpcMethod('Reconciler', 'UndoRejection')
  async undoRejection({ tenantId, syncId, actor }: UndoRejectionRequest): Promise<reconcilerV1.UndoneRejection> {
    const undone = await this.settling.undoPlan(tenantId, syncId, actor);
    if (undone === null) throw refusal('no-plan', 'No plan was made for this sync.');
    return { undone };
  }

  /** One page of what holds, newest first. */
  @GrpcMethod('Reconciler', 'ListDecisions')
  async listDecisions(request: ListDecisionsRequest): Promise<reconcilerV1.ListDecisionsResponse> {
    const { tenantId, personId, syncId, tentative, cursor } = request;
    const limit = request.limit || PAGE;
    const filter = {
      tenantId,
      personId: personId || undefined,
      syncId: syncId || undefined,
      tentative,
      before: cursor,
    };
    const read = (count: number) => this.decisions.page(filter, count);
    const { rows, nextCursor } = await readPage(limit, read, ({ seq }) => seq);
    return { decisions: rows.map((decision) => messageOf(decision)), nextCursor };
  }
}

function unsettled(why: Unsettled): ProblemException {
  switch (why.refused) {
    case 'no-such-case':
      return refusal(why.refused, 'There is nothing like that to settle (any more).');
    case 'no-such-person':
      return refusal(why.refused, 'The case is about nobody with that id.');
    case 'in-newest-answer':
      return refusal(why.refused, 'The newest answer has this person.', { readAt: why.seenAt });
  }
}

const settledMessage = ({ decision, plan }: Settled): reconcilerV1.Decision => ({
  ...messageOf(decision),
  planHash: plan?.hash ?? '',
});

function messageOf(decision: Decision): reconcilerV1.Decision {
  return {
    decisionId: decision.decisionId,
    kind: decision.kind,
    employeeId: decision.employeeId ?? '',
    personId: decision.personId ?? '',
    name: decision.name ?? '',
    reason: decision.reason ?? '',
    decidedBy: decision.decidedBy ?? '',
    decidedAt: decision.decidedAt.toISOString(),
    itemKind: decision.itemKind ?? '',
    changes: changeMessages(decision.changes),
    syncId: decision.syncId ?? '',
    tentative: decision.tentative,
    planHash: '',
  };
}
