import { Controller, Get, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiGoneResponse,
  ApiOkResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import { FeedPage } from '@people-sync/contracts/api';
import { Callable } from '../access/callable.decorator';
import { PlatformOnly } from '../access/readers.decorator';
import { Bounded } from '../places/bounded.decorator';
import { classOf } from '../shapes/class-of';
import { Feed } from './feed';
import { FeedQuery } from './feed.dto';

@ApiTags('feed')
@Callable()
@ApiTooManyRequestsResponse({ description: 'Too many requests: see Retry-After' })
@Controller('v1/feed')
@Bounded()
export class FeedController {
  constructor(private readonly feed: Feed) {}

  @Get()
  @PlatformOnly()
  @ApiOkResponse({ type: classOf(FeedPage), description: 'What happened at which company, ordered and gapless' })
  @ApiForbiddenResponse({ description: 'Your role does not allow this' })
  @ApiConflictResponse({ description: 'after-beyond-head: no such position was given yet; `head` is the newest' })
  @ApiGoneResponse({ description: 'after-too-old: entries behind it are not kept any more; `oldest` is' })
  list(@Query() query: FeedQuery): Promise<FeedPage> {
    return this.feed.list(query);
  }
}
