import { Payload } from '@nestjs/microservices';
import type { FeedPage } from '@people-sync/contracts/api';
import { AllTenants } from '../access/known-tenant.guard';
import { PlatformOnly } from '../access/readers.decorator';
import { Feed } from '../feed/feed';
import { FeedQuery } from '../feed/feed.dto';
import { checked } from './checked';
import { type Asked, PeopleSyncRpcs } from './rpcs.decorator';

/** What happened over all companies: the HTTP door's operation in other words. */
@PeopleSyncRpcs('listFeed')
export class FeedDoorController {
  constructor(private readonly feed: Feed) {}

  @PlatformOnly()
  @AllTenants()
  async listFeed(@Payload() asked: Asked<'listFeed'>): Promise<FeedPage> {
    return this.feed.list(await checked(FeedQuery, asked));
  }
}
