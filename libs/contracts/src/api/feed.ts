import { Instant } from '../primitives';
import { tenant } from './examples/ids';
import { feedPageOf, feedPaging, SyncIdOrNull, TenantId, Whole, WholeOrNull } from './fields';
import { request, rpc } from './rpc';
import { about, type Json, shape } from './shape';
import { keysOf, words } from './words';

const said = {
  'people-changed': 'the changes of people up to changeNumber can be read',
  'sync-ended': 'a sync came to its end, however',
  'plan-waits': 'the changes of a sync wait for an OK',
} as const;
export const feedKinds = keysOf(said);
export type FeedKind = (typeof feedKinds)[number];

export const FeedEntry = shape(
  'FeedEntry',
  'Something happened at a company. It names nobody: what it is, is asked for there.',
  {
    position: about(Whole, 'Rises by one with every entry, over all companies'),
    tenant: about(TenantId, 'The company, as the platform names it'),
    kind: words('FeedKind', 'What happened at a company.', said),
    changeNumber: about(WholeOrNull, 'Of people-changed the newest change number; else null'),
    syncId: about(SyncIdOrNull, 'The sync; null for people-changed'),
    syncNumber: about(WholeOrNull, 'Its number; null for people-changed'),
    at: about(Instant, 'When it was put here; never before the entry before it'),
  },
);
export type FeedEntry = Json<typeof FeedEntry>;

export const FeedPage = shape('FeedPage', 'Entries of all companies, each once, in the order of their positions.', {
  ...feedPageOf(FeedEntry),
});
export type FeedPage = Json<typeof FeedPage>;

export const FeedQuery = shape(
  'FeedQuery',
  'From where the feed goes on; without either from the oldest entry that is kept.',
  feedPaging,
);

export const feedRpcs = {
  listFeed: rpc(
    'What happened at which company, over all of them, ordered and gapless. Platform only. `after-beyond-head` for a position that was not given yet; `after-too-old` for one behind which entries are not kept any more; `feed-restarted` for an epoch of a time that a restore has taken back.',
    ['GET /v1/feed'],
    request('ListFeedRequest', FeedQuery.properties),
    FeedPage,
    {
      asked: { after: 0, limit: 500 },
      answered: {
        items: [
          {
            ...{ position: 1, tenant, kind: 'people-changed' },
            ...{ changeNumber: 815, syncId: null, syncNumber: null },
            at: '2026-03-01T06:00:13Z',
          },
        ],
        nextCursor: null,
        head: 1,
        epoch: 'MSBQMUx2YzlUcFhxMmY',
      },
    },
  ),
};
