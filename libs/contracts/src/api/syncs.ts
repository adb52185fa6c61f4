import { Type } from '@sinclair/typebox';
import { Instant, Nullable, oneOf, SyncId } from '../primitives';
import { Counts as EventCounts, SyncMode, syncTriggers } from '../sync';
import {
  InstantOrNull,
  listOf,
  pageOf,
  paging,
  SyncIdOrNull,
  syncPath,
  tenantPath,
  Whole,
  Word,
  WordOrNull,
} from './fields';
import { keyed, request, rpc, streamed } from './rpc';
import { about, type Json, optional, shape } from './shape';

/** Every state of a sync, in the order of their ranks. */
export const syncStatuses = [
  'queued',
  'requested',
  'fetching',
  'comparing',
  'held',
  'applying',
  'completed',
  'completed-with-problems',
  'previewed',
  'rejected',
  'expired',
  'superseded',
  'failed',
  'cancelled',
] as const;
export type SyncStatus = (typeof syncStatuses)[number];

export const StartSync = shape('StartSync', 'What kind of sync.', {
  mode: about(
    SyncMode,
    'apply: changes are applied, or wait for an OK; preview: nothing is; repair: as apply, with every row judged and restated',
  ),
});

export const Counts = shape('Counts', 'What a sync did, in people.', EventCounts.properties);
export type Counts = Json<typeof Counts>;
export type { SyncMode } from '../sync';

export const Sync = shape('Sync', 'A sync as callers see it.', {
  id: SyncId,
  number: about(Whole, 'Rises per tenant'),
  mode: SyncMode,
  trigger: oneOf(...syncTriggers),
  requestedBy: Word,
  status: oneOf(...syncStatuses),
  reason: about(
    WordOrNull,
    'A stable word, if it failed or was cancelled; not-now: its changes were put off; leavers-only: nothing else of it was applied',
  ),
  message: about(Word, 'The sentence for an administrator, with the next step'),
  counts: Counts,
  problems: about(Whole, 'Open problems after it'),
  requestedAt: Instant,
  startedAt: about(InstantOrNull, 'When reading began'),
  finishedAt: InstantOrNull,
  planHash: about(WordOrNull, 'Set once there is a list of changes'),
  heldBecause: about(listOf(Word), 'Not empty if the changes waited, or wait, for an OK'),
  heldReasons: about(listOf(Word), 'The same in words, each for itself'),
  heldSince: about(InstantOrNull, 'Since when changes have waited, over all checks that found them'),
  supersededBy: about(SyncIdOrNull, 'The newer sync that took its place'),
  stalledSince: about(InstantOrNull, 'Since when it has not moved, if it should have'),
  step: about(WordOrNull, 'The step that it is in; null once it is over'),
});
export type Sync = Json<typeof Sync>;
export const SyncOrNull = Nullable(Sync);

export const SyncPage = shape('SyncPage', 'One page of syncs, newest first.', pageOf(Sync));

export const SyncRequest = request('SyncRequest', syncPath);

export const SyncEvent = shape('SyncEvent', 'What is told of a sync that is watched.', {
  kind: about(
    oneOf('state', 'heartbeat'),
    'state: the sync as it is now; heartbeat: nothing is new, and the line is alive',
  ),
  eventId: about(Word, 'Names the state that was told last: whoever watches again from it gives it as lastEventId'),
  sync: about(SyncOrNull, 'null for a heartbeat'),
});
export type SyncEvent = Json<typeof SyncEvent>;

export const WatchSync = shape('WatchSync', 'From where a sync is watched.', {
  lastEventId: optional(
    about(
      Type.String({ maxLength: 255 }),
      'The eventId that was told last: that state is not told again. Over HTTP the header Last-Event-ID',
    ),
  ),
});

const path = '/v1/tenants/{tenant}/syncs';

export const syncRpcs = {
  startSync: keyed('', [`POST ${path}`], request('StartSyncRequest', { ...tenantPath, ...StartSync.properties }), Sync),
  getSync: rpc('', [`GET ${path}/{syncId}`], SyncRequest, Sync),
  watchSync: streamed(
    rpc(
      'Every state of a sync until it is final or held, and heartbeats between them. UNAVAILABLE if this gateway stops before: watch again from the last eventId.',
      [`GET ${path}/{syncId}/events`],
      request('WatchSyncRequest', { ...syncPath, ...WatchSync.properties }),
      SyncEvent,
    ),
  ),
  listSyncs: rpc('', [`GET ${path}`], request('ListSyncsRequest', { ...tenantPath, ...paging }), SyncPage),
  cancelSync: keyed('', [`POST ${path}/{syncId}/cancel`], SyncRequest, Sync),
};
