import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { FeedPage } from '@people-sync/contracts/api';
import { Callable } from '../access/callable.decorator';
import { PlatformOnly } from '../access/readers.decorator';
import { Bounded } from '../places/bounded.decorator';
import { classOf } from '../shapes/class-of';
import { Feed } from './feed';
import { FeedQuery } from './feed.dto';

@ApiTags('feed')
@Callable()
@Controller('v1/feed')
@Bounded()
export class FeedController {
  constructor(private readonly feed: Feed) {}

  @Get()
  @PlatformOnly()
  @ApiOkResponse({ type: classOf(FeedPage), description: 'What happened at which company, ordered and gapless' })
  list(@Query() query: FeedQuery): Promise<FeedPage> {
    return this.feed.list(query);
  }
}
