import { Injectable } from '@nestjs/common';
import type { Replay, ReplayPage } from '@people-sync/contracts/api';
import { Answer } from '../idempotency/answer';
import { AuditClient } from '../neighbours/audit.client';
import { orRefusal } from '../neighbours/refusals';
import { pageOf } from '../paging/list-cursor';
import type { PageQuery } from '../paging/page.dto';
import { replayView, type StartReplayBody } from './replay.dto';

/** Checks of a company's record, over either door. Audit makes them. */
@Injectable()
export class Replays {
  constructor(private readonly audit: AuditClient) {}

  /** @throws ProblemException 429 `too-many-requests` while several of the company's wait. */
  async start(tenantId: string, { until = '' }: StartReplayBody): Promise<Answer<Replay>> {
    const replay = replayView(await orRefusal(this.audit.calls.startReplay({ tenantId, until })));
    return new Answer(replay, 202, `/v1/tenants/${tenantId}/audit/replays/${replay.replayId}`);
  }

  async get(tenantId: string, replayId: string): Promise<Replay> {
    return replayView(await this.audit.calls.getReplay({ tenantId, replayId }));
  }

  /** Newest first. */
  list(tenantId: string, { limit, cursor }: PageQuery): Promise<ReplayPage> {
    return pageOf(['audit-replays', tenantId], cursor, async (place) => {
      const { replays, nextCursor } = await this.audit.calls.listReplays({ tenantId, limit, cursor: place });
      return { items: replays.map(replayView), nextCursor };
    });
  }
}
