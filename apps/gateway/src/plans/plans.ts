import { status } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import { GrpcError, ProblemException } from '@people-sync/platform';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import type { PageQuery } from '../paging/page.dto';
import { Syncs } from '../syncs/syncs';
import { type PlanJson, planView } from './plan.dto';

/** The changes of one sync, over either door. */
@Injectable()
export class Plans {
  constructor(
    private readonly reconciler: ReconcilerClient,
    private readonly syncs: Syncs,
  ) {}

  /** @throws ProblemException 404 for an unknown sync, and `no-plan` while it has none or if it never got so far. */
  async get(tenantId: string, syncId: string, { limit, cursor }: PageQuery): Promise<PlanJson> {
    await this.syncs.get(tenantId, syncId);
    try {
      return planView(
        await this.reconciler.calls.getPlan({ tenantId, syncId, limit, cursor: cursor ?? '', groupId: '' }),
      );
    } catch (error) {
      if (error instanceof GrpcError && error.code === status.NOT_FOUND) throw noPlan(error);
      throw error;
    }
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
