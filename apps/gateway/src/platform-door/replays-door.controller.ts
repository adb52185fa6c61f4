import { Payload } from '@nestjs/microservices';
import type { Replay, ReplayPage } from '@people-sync/contracts/api';
import { idOf } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import type { Answer } from '../idempotency/answer';
import { PageQuery } from '../paging/page.dto';
import { StartReplayBody } from '../replays/replay.dto';
import { Replays } from '../replays/replays';
import { checked } from './checked';
import { type Asked, PeopleSyncRpcs } from './rpcs.decorator';

/** Checks of the record: the HTTP door's operations in other words. */
@PeopleSyncRpcs('startReplay', 'getReplay', 'listReplays')
export class ReplaysDoorController {
  constructor(private readonly replays: Replays) {}

  @Readers()
  async startReplay(@Payload() { tenant, ...asked }: Asked<'startReplay'>): Promise<Answer<Replay>> {
    return this.replays.start(tenant, await checked(StartReplayBody, asked));
  }

  @Readers()
  async getReplay(@Payload() { tenant, replayId }: Asked<'getReplay'>): Promise<Replay> {
    return this.replays.get(tenant, idOf(replayId));
  }

  @Readers()
  async listReplays(@Payload() { tenant, ...asked }: Asked<'listReplays'>): Promise<ReplayPage> {
    return this.replays.list(tenant, await checked(PageQuery, asked));
  }
}
