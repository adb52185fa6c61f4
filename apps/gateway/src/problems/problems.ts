import { Injectable } from '@nestjs/common';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import type { Page } from '../paging/page.dto';
import { Syncs } from '../syncs/syncs';
import { type ProblemsQuery, type ProblemJson, problemView } from './problem.dto';

/** A tenant's problems, over either door. */
@Injectable()
export class Problems {
  constructor(
    private readonly reconciler: ReconcilerClient,
    private readonly syncs: Syncs,
  ) {}

  /** Of every sync, or of one (404 if it is not the tenant's). */
  async list(tenantId: string, query: ProblemsQuery, syncId?: string): Promise<Page<ProblemJson>> {
    if (syncId !== undefined) await this.syncs.get(tenantId, syncId);
    const { problems, nextCursor } = await this.reconciler.calls.listProblems({
      tenantId,
      syncId: syncId ?? '',
      state: query.state ?? '',
      limit: query.limit,
      cursor: query.cursor ?? '',
      personId: '',
    });
    return { items: problems.map(problemView), nextCursor: nextCursor || null };
  }
}
