import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import type { Answer } from '../idempotency/answer';
import { Once } from '../idempotency/once';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { orRefusal } from '../neighbours/refusals';
import { listCursor, placeIn } from '../paging/list-cursor';
import type { Page } from '../paging/page.dto';
import { type DecideBody, type DecisionJson, type DecisionsQuery, decisionView } from './decision.dto';
import { settlementOf } from './settlement';

/** What people settle, over either door. The reconciler owns it, and the next sync judges by it. */
@Injectable()
export class Decisions {
  constructor(
    private readonly reconciler: ReconcilerClient,
    private readonly once: Once,
  ) {}

  /**
   * The same settlement twice is one.
   * @throws ProblemException 409 `no-such-case`, 404 `no-such-person`.
   */
  decide({ identity, key }: Caller, tenantId: string, body: DecideBody): Promise<Answer<DecisionJson>> {
    const { subject, actor } = identity;
    const settlement = settlementOf(body);
    return this.once.run({ tenantId, subject, key, request: ['decide', tenantId, settlement] }, async () => {
      const made = await orRefusal(this.reconciler.calls.decide({ tenantId, actor, ...settlement }));
      return { status: 201, body: decisionView(made) };
    });
  }

  /** 404 unless it holds. */
  undo({ identity, key }: Caller, tenantId: string, decisionId: string): Promise<Answer<DecisionJson>> {
    const { subject, actor } = identity;
    return this.once.run({ tenantId, subject, key, request: ['undo-decision', tenantId, decisionId] }, async () => {
      const undone = await this.reconciler.calls.undoDecision({ tenantId, decisionId, actor });
      return { status: 200, body: decisionView(undone, true) };
    });
  }

  /** Those that hold, newest first. */
  async list(tenantId: string, { limit, cursor, person }: DecisionsQuery): Promise<Page<DecisionJson>> {
    const personId = person?.toLowerCase() ?? '';
    const question = ['decisions', tenantId, personId];
    const request = { tenantId, limit, cursor: placeIn(question, cursor) ?? '', personId };
    const { decisions, nextCursor } = await this.reconciler.calls.listDecisions(request);
    return {
      items: decisions.map((decision) => decisionView(decision)),
      nextCursor: nextCursor === '' ? null : listCursor(question, nextCursor),
    };
  }
}
