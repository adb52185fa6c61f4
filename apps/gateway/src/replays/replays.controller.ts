import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Replay, ReplayPage } from '@people-sync/contracts/api';
import { TakesBody } from '@people-sync/platform';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import type { Answer } from '../idempotency/answer';
import { Changing } from '../idempotency/changing.decorator';
import { PageQuery } from '../paging/page.dto';
import { classOf } from '../shapes/class-of';
import { StartReplayBody } from './replay.dto';
import { Replays } from './replays';

@ApiTags('audit')
@TenantPath('audit/replays')
export class ReplaysController {
  constructor(private readonly replays: Replays) {}

  /** It changes nothing of the company: whoever may read may have it checked. */
  @Post()
  @TakesBody()
  // Without one: up to now.
  @ApiBody({ type: StartReplayBody, required: false })
  @HttpCode(202)
  @Readers()
  @Changing()
  @ApiAcceptedResponse({
    type: classOf(Replay),
    description: 'The check, which waits or runs; Location is its address',
  })
  start(@Param('tenant') tenant: string, @Body() body: StartReplayBody): Promise<Answer<Replay>> {
    return this.replays.start(tenant, body);
  }

  @Get()
  @Readers()
  @ApiOkResponse({ type: classOf(ReplayPage), description: 'Newest first' })
  list(@Param('tenant') tenant: string, @Query() query: PageQuery): Promise<ReplayPage> {
    return this.replays.list(tenant, query);
  }

  @Get(':replayId')
  @Readers()
  @ApiOkResponse({ type: classOf(Replay) })
  get(@Param('tenant') tenant: string, @Param('replayId', IdPipe) id: string): Promise<Replay> {
    return this.replays.get(tenant, id);
  }
}
