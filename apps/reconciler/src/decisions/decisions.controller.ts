import { status } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, GrpcException, reconcilerV1 } from '@people-sync/platform';
import { changeMessages } from '../plans/plan-message';
import { DecideRequest, ListDecisionsRequest, UndoDecisionRequest } from './decision.dto';
import type { Decision } from './decision.entity';
import { DecisionsRepository } from './decisions.repository';
import { Settling } from './settling';

type Decisions = Pick<reconcilerV1.ReconcilerController, 'decide' | 'undoDecision' | 'listDecisions'>;

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
    if (settled === 'no-such-case') {
      throw new GrpcException(status.FAILED_PRECONDITION, settled, 'There is nothing like that to settle (any more).');
    }
    if (settled === 'no-such-person') {
      throw new GrpcException(status.FAILED_PRECONDITION, settled, 'The case is about nobody with that id.');
    }
    return messageOf(settled);
  }

  @GrpcMethod('Reconciler', 'UndoDecision')
  async undoDecision({ tenantId, decisionId, actor }: UndoDecisionRequest): Promise<reconcilerV1.Decision> {
    const undone = await this.settling.undo(tenantId, decisionId, actor);
    if (!undone) throw new GrpcException(status.NOT_FOUND, 'not-found', 'No decision like that holds.');
    return messageOf(undone);
  }

  /** One page of what holds, newest first. */
  @GrpcMethod('Reconciler', 'ListDecisions')
  async listDecisions(request: ListDecisionsRequest): Promise<reconcilerV1.ListDecisionsResponse> {
    const { tenantId, personId, cursor } = request;
    const limit = request.limit || PAGE;
    const found = await this.decisions.page(tenantId, personId || undefined, cursor, limit + 1);
    const page = found.slice(0, limit);
    return { decisions: page.map(messageOf), nextCursor: found.length > limit ? (page.at(-1)?.seq ?? '') : '' };
  }
}

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
  };
}
