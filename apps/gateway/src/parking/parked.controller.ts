import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Parked as ParkedShape, ParkedOutcome, ParkedPage } from '@people-sync/contracts/api';
import { Callable } from '../access/callable.decorator';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { PlatformOnly } from '../access/readers.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { type Page, PageQuery } from '../paging/page.dto';
import { Bounded } from '../places/bounded.decorator';
import { classOf } from '../shapes/class-of';
import { Parked } from './parked';

@ApiTags('parked')
@Callable()
@Controller('v1/parked')
@Bounded()
export class ParkedController {
  constructor(private readonly parked: Parked) {}

  @Get()
  @PlatformOnly()
  @ApiOkResponse({ type: classOf(ParkedPage), description: 'By service, topic and tenant' })
  list(@Query() query: PageQuery): Promise<Page<ParkedShape>> {
    return this.parked.list(query);
  }

  @Post(':parkedId/retry')
  @HttpCode(200)
  @PlatformOnly()
  @Changing()
  @ApiOkResponse({ type: classOf(ParkedOutcome), description: 'All that waited is taken' })
  async retry(@CurrentCaller() caller: Caller, @Param('parkedId') id: string): Promise<ParkedOutcome> {
    return this.parked.retry(caller, id);
  }

  @Post(':parkedId/skip')
  @HttpCode(200)
  @PlatformOnly()
  @Changing()
  @ApiOkResponse({
    type: classOf(ParkedOutcome),
    description: 'The first event that cannot be taken is left out, for good',
  })
  async skip(@CurrentCaller() caller: Caller, @Param('parkedId') id: string): Promise<ParkedOutcome> {
    return this.parked.skip(caller, id);
  }
}
