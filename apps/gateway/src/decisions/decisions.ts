import type { Decision } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { orRefusal } from '../neighbours/refusals';
import { pageOf } from '../paging/list-cursor';
import type { Page } from '../paging/page.dto';
import { type DecideBody, type DecisionsQuery, decisionView } from './decision.dto';
import { settlementOf } from './settlement';

/** What people settle, over either door. The reconciler owns it, and the next sync judges by it. */
@Injectable()
export class Decisions {
  constructor(private readonly reconciler: ReconcilerClient) {}

  /**
   * The same settlement twice is one.
   * @throws ProblemException 404 `no-such-person`; 409 `no-such-case`, `in-newest-answer`; for changes that wait also 409
   * `plan-outdated`, `already-decided`.
   */
  async decide({ identity }: Caller, tenantId: string, body: DecideBody): Promise<Decision> {
    const asked = { tenantId, actor: identity.actor, ...settlementOf(body) };
    return decisionView(await orRefusal(this.reconciler.calls.decide(asked)));
  }

  /** 404 unless it holds. */
  async undo({ identity }: Caller, tenantId: string, decisionId: string): Promise<Decision> {
    const asked = { tenantId, decisionId, actor: identity.actor };
    return decisionView(await this.reconciler.calls.undoDecision(asked), true);
  }

  /** Those that hold, or that are for changes that wait; newest first. */
  list(tenantId: string, { limit, cursor, ...query }: DecisionsQuery): Promise<Page<Decision>> {
    const [personId, syncId] = [query.personId?.toLowerCase() ?? '', query.syncId?.toLowerCase() ?? ''];
    const tentative = query.tentative === true;
    const question = ['decisions', tenantId, personId, syncId, String(tentative)];
    return pageOf(question, cursor, async (place) => {
      const request = { tenantId, limit, cursor: place, personId, syncId, tentative };
      const { decisions, nextCursor } = await this.reconciler.calls.listDecisions(request);
      return { items: decisions.map((decision) => decisionView(decision)), nextCursor };
    });
  }
}
