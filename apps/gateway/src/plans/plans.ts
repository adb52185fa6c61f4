import type { Plan } from '@people-sync/contracts/api';
import { status } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import { GrpcError, type ProblemException, refusal } from '@people-sync/platform';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { WriterClient } from '../neighbours/writer.client';
import { everyPage } from '../paging/every-page';
import { pageOf } from '../paging/list-cursor';
import { Syncs } from '../syncs/syncs';
import { planView } from './plan-view';
import { PlanQuery } from './plan.dto';

/** The changes of one sync, over either door. */
@Injectable()
export class Plans {
  constructor(
    private readonly reconciler: ReconcilerClient,
    private readonly writer: WriterClient,
    private readonly syncs: Syncs,
  ) {}

  /** @throws ProblemException 404 for an unknown sync, and `no-plan` while it has none or if it never got so far. */
  async get(tenantId: string, syncId: string, { limit, cursor, groupId = '' }: PlanQuery): Promise<Plan> {
    const { status: standing } = await this.syncs.get(tenantId, syncId);
    const question = ['plan', tenantId, syncId, groupId];
    const asked = { tenantId, syncId, limit, groupId };
    try {
      const [plan, licences] = await Promise.all([
        pageOf(question, cursor, (place) => this.reconciler.calls.getPlan({ ...asked, cursor: place })),
        this.writer.calls.getLicences({ tenantId }),
      ]);
      return planView(plan, licences, standing);
    } catch (error) {
      // Every tenant has licences: what is not found is the plan.
      if (error instanceof GrpcError && error.code === status.NOT_FOUND) throw noPlan(error);
      throw error;
    }
  }

  /** Page after page from the beginning, however small the query's own pages are. */
  all(tenantId: string, syncId: string, { groupId }: PlanQuery): AsyncGenerator<Plan> {
    return everyPage((query) => this.get(tenantId, syncId, Object.assign(new PlanQuery(), query, { groupId })));
  }
}

/** There is nothing to look at or to decide. */
export const noPlan = (cause?: unknown): ProblemException =>
  refusal(
    'no-plan',
    'This sync has no list of changes: it has not come so far yet, or it ended before.',
    {},
    { cause },
  );
