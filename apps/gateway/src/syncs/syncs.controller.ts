import type { IncomingMessage } from 'node:http';
import {
  Body,
  Get,
  HttpCode,
  type MessageEvent,
  Param,
  Post,
  Query,
  Req,
  Sse,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { Sync, SyncPage } from '@people-sync/contracts/api';
import { Callers, TakesBody } from '@people-sync/platform';
import { concatMap, map, type Observable, takeWhile } from 'rxjs';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import type { Answer } from '../idempotency/answer';
import { Changing } from '../idempotency/changing.decorator';
import { type Page, PageQuery } from '../paging/page.dto';
import { TakesNoPlace } from '../places/place.interceptor';
import { classOf } from '../shapes/class-of';
import { StartSyncBody } from './sync.dto';
import { lastEventIdOf, serverSent } from './sync-stream';
import { Syncs } from './syncs';
import { WatchedToItsEndFilter } from './watched-to-its-end.filter';
import { WatchGuard } from './watch.guard';

@ApiTags('syncs')
@TenantPath('syncs')
export class SyncsController {
  constructor(
    private readonly syncs: Syncs,
    private readonly callers: Callers,
  ) {}

  @Post()
  @TakesBody()
  @HttpCode(202)
  @Changing()
  @ApiAcceptedResponse({ type: classOf(Sync), description: 'A new sync, running or queued; Location is its address' })
  @ApiOkResponse({ type: classOf(Sync), description: 'The sync that is there already and serves this call' })
  async start(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Body() { mode }: StartSyncBody,
  ): Promise<Answer<Sync>> {
    return this.syncs.start(caller, tenant, mode);
  }

  @Get()
  @Readers()
  @ApiOkResponse({ type: classOf(SyncPage), description: 'Newest first' })
  list(@Param('tenant') tenant: string, @Query() query: PageQuery): Promise<Page<Sync>> {
    return this.syncs.list(tenant, query);
  }

  @Get(':syncId')
  @Readers()
  @ApiOkResponse({ type: classOf(Sync) })
  get(@Param('tenant') tenant: string, @Param('syncId', IdPipe) id: string): Promise<Sync> {
    return this.syncs.get(tenant, id);
  }

  @Sse(':syncId/events')
  @Readers()
  @TakesNoPlace()
  @UseGuards(WatchGuard)
  @UseFilters(WatchedToItsEndFilter)
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The id that was told last: goes on after it' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    type: classOf(Sync),
    description: 'One event for every state, comments between them; ends when the sync is over or held',
  })
  @ApiNoContentResponse({ description: 'It is over or held, and Last-Event-ID names that state: do not ask again' })
  async events(
    @Req() request: IncomingMessage,
    @Param('tenant') tenant: string,
    @Param('syncId', IdPipe) id: string,
  ): Promise<Observable<MessageEvent>> {
    const lastEventId = lastEventIdOf(request);
    const told = (await this.syncs.watch(tenant, id, lastEventId)).pipe(
      // Nobody goes on reading with a session that has ended: it is looked up before each event, and each heartbeat.
      concatMap(async (one) => ({ one, isIn: await this.callers.isStillIn(request) })),
      takeWhile(({ isIn }) => isIn),
      map(({ one }) => one),
    );
    return serverSent(told, lastEventId);
  }

  @Post(':syncId/cancel')
  @HttpCode(200)
  @Changing()
  @ApiOkResponse({ type: classOf(Sync) })
  cancel(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Param('syncId', IdPipe) id: string,
  ): Promise<Sync> {
    return this.syncs.cancel(caller, tenant, id);
  }
}
