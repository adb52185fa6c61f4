import type { FeedEntry, FeedPage } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { epochOf, feedRestarted, numberIn, type ProblemException, refusal } from '@people-sync/platform';
import { feedPage, feedPlace } from '../paging/feed';
import type { FeedQuery } from './feed.dto';
import { FeedRepository, type FeedRow } from './feed.repository';

const QUESTION = ['feed'];

/** What happened at which company, over either door. */
@Injectable()
export class Feed {
  constructor(private readonly entries: FeedRepository) {}

  /** @throws ProblemException 400, 409 as `feedPlace` and `feedPage` say; 409 `feed-restarted`; 410 `after-too-old`. */
  async list(query: FeedQuery): Promise<FeedPage> {
    const { limit } = query;
    const { after: known, epoch } = feedPlace(QUESTION, query);
    const after = known ?? 0;
    const { entries, head, oldest } = await this.entries.after(after, limit);
    if (known !== undefined && known + 1 < oldest) throw tooOld(known, oldest);
    if (epoch !== undefined) await this.compare(epoch, { after, head, oldest });
    const items = entries.map(entryView);
    const part = { items, head, epoch: await this.epochAt(head) };
    return feedPage(QUESTION, part, { after, limit, numberOf: ({ position }) => position });
  }

  private async compare(epoch: string, { after, head, oldest }: { after: number; head: number; oldest: number }) {
    const position = numberIn(epoch) ?? 0;
    const own = await this.epochAt(position);
    // What it names is not kept any more, so it cannot be told apart from what came in its place.
    if (own === undefined && position < oldest && position <= head) throw tooOld(after, oldest);
    if (own !== epoch) throw feedRestarted();
  }

  private async epochAt(wanted: number): Promise<string | undefined> {
    const entry = await this.entries.at(wanted);
    if (!entry) return undefined;
    const { position, tenantId, kind, number, at } = entry;
    return epochOf(position, [tenantId, kind, number, at.getTime()]);
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
