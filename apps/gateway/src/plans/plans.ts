import type { Plan } from '@people-sync/contracts/api';
import { status } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import { GrpcError, ProblemException } from '@people-sync/platform';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { WriterClient } from '../neighbours/writer.client';
import { listCursor, placeIn } from '../paging/list-cursor';
import { everyPage } from '../paging/every-page';
import { Syncs } from '../syncs/syncs';
import { planView } from './plan-view';
import { PlanQuery } from './plan.dto';

const LARGEST_PAGE = 500;

/** The changes of one sync, over either door. */
@Injectable()
export class Plans {
  constructor(
    private readonly reconciler: ReconcilerClient,
    private readonly writer: WriterClient,
    private readonly syncs: Syncs,
  ) {}

  /** @throws ProblemException 404 for an unknown sync, and `no-plan` while it has none or if it never got so far. */
  async get(tenantId: string, syncId: string, { limit, cursor, group }: PlanQuery): Promise<Plan> {
    await this.syncs.get(tenantId, syncId);
    const question = ['plan', tenantId, syncId, group];
    const request = { tenantId, syncId, limit, cursor: placeIn(question, cursor) ?? '', groupId: group ?? '' };
    try {
      const [plan, licences] = await Promise.all([
        this.reconciler.calls.getPlan(request),
        this.writer.calls.getLicences({ tenantId }),
      ]);
      const nextCursor = plan.nextCursor && listCursor(question, plan.nextCursor);
      return planView({ ...plan, nextCursor }, licences);
    } catch (error) {
      // Every tenant has licences: what is not found is the plan.
      if (error instanceof GrpcError && error.code === status.NOT_FOUND) throw noPlan(error);
      throw error;
    }
  }

  /** Page after page from the beginning, however small the query's own pages are. */
  all(tenantId: string, syncId: string, { group }: PlanQuery): AsyncGenerator<Plan> {
    const query = Object.assign(new PlanQuery(), { limit: LARGEST_PAGE, group });
    return everyPage((cursor) => this.get(tenantId, syncId, Object.assign(new PlanQuery(), query, { cursor })));
  }
}

/** There is nothing to look at or to decide. */
export const noPlan = (cause?: unknown): ProblemException =>
  new ProblemException(
    404,
    'no-plan',
    'This sync has no list of changes: it has not come so far yet, or it ended before.',
    {},
    { cause },
  );
