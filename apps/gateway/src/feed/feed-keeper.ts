import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../gateway.config';
import { FeedRepository } from './feed.repository';

/** Keeps the feed as long as was promised, and no longer. */
@Injectable()
export class FeedKeeper {
  constructor(
    private readonly config: GatewayConfig,
    private readonly entries: FeedRepository,
  ) {}

  /** Several gateways may do so at once. @param stopping true: the rest is for the next round */
  async sweep(stopping: () => boolean): Promise<void> {
    while (!stopping() && (await this.entries.trim(this.config.FEED_DAYS))) continue;
  }
}
