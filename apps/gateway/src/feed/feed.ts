import type { FeedEntry, FeedPage } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { type ProblemException, refusal } from '@people-sync/platform';
import { feedPage, feedPlace } from '../paging/feed';
import type { FeedQuery } from './feed.dto';
import { FeedRepository, type FeedRow } from './feed.repository';

const QUESTION = ['feed'];

/** What happened at which company, over either door. */
@Injectable()
export class Feed {
  constructor(private readonly entries: FeedRepository) {}

  /** @throws ProblemException 400, 409 as `feedPlace` and `feedPage` say; 410 `after-too-old`. */
  async list(query: FeedQuery): Promise<FeedPage> {
    const { limit } = query;
    const known = feedPlace(QUESTION, query);
    const { entries, head, oldest } = await this.entries.after(known ?? 0, limit);
    if (known !== undefined && known + 1 < oldest) throw tooOld(known, oldest);
    const after = known ?? 0;
    return feedPage(
      QUESTION,
      { items: entries.map(entryView), head },
      { after, limit, numberOf: ({ position }) => position },
    );
  }
}

/** What it numbers is told by the field's name. */
const entryView = ({ tenantId: tenant, at, number, kind, ...entry }: FeedRow): FeedEntry => ({
  ...{ ...entry, tenant, kind, at: at.toISOString() },
  changeNumber: kind === 'people-changed' ? number : null,
  syncNumber: kind === 'people-changed' ? null : number,
});

const tooOld = (after: number, oldest: number): ProblemException =>
  refusal(
    'after-too-old',
    `What came after ${after} is not kept any more, the oldest entry is ${oldest}. Note the newest position, look at each company once, then go on from there.`,
    { oldest },
  );
