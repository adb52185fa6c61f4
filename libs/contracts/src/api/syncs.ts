import { Type } from '@sinclair/typebox';
import { Count, Instant, Nullable, SyncId } from '../primitives';
import { type SyncMode as Mode, type SyncTrigger as Trigger } from '../sync';
import { ofSync, ofTenant } from './examples/ids';
import { cancelledSync, doneSync, heldSync, newSync } from './examples/syncs';
import {
  InstantOrNull,
  listOf,
  pageOf,
  paging,
  PlanHashOrNull,
  SyncIdOrNull,
  syncPath,
  tenantPath,
  Whole,
  Word,
  WordOrNull,
  Yes,
} from './fields';
import { keyed, request, rpc, streamed } from './rpc';
import { about, type Json, optional, shape, type Static } from './shape';
import { saidOf, syncStates, within } from './states';
import { keysOf, words } from './words';

/** Every status of a sync, in the order of their ranks. */
export const syncStatuses = keysOf(syncStates);
export type SyncStatus = keyof typeof syncStates;
export const SyncStatus = words('SyncStatus', 'Where a sync stands (docs/states.md).', saidOf(syncStates));

export const SyncMode = words('SyncMode', 'What kind of sync.', {
  apply: 'changes are applied, or wait for an OK',
  preview: 'changes are made out, and none is applied',
  repair: 'as apply, with every row judged and restated, whether or not it is as it was',
} satisfies Record<Mode, string>);
export type SyncMode = Mode;

export const SyncTrigger = words('SyncTrigger', 'What started a sync.', {
  manual: 'an administrator',
  schedule: "the company's schedule",
  webhook: 'a hint of PeopleHR',
  platform: 'the main platform',
} satisfies Record<Trigger, string>);

const steps = {
  ...within(syncStates, ['queued', 'requested', 'fetching', 'comparing', 'held']),
  approving: 'somebody gave their OK to its changes, which is being carried out',
  ...within(syncStates, ['applying']),
};
/** Where a sync can be that is not over. */
export const syncSteps = keysOf(steps);
export const SyncStep = words('SyncStep', 'The step that a sync is in as long as it is not over.', steps);
export type SyncStep = Static<typeof SyncStep>;

export const StartSync = shape('StartSync', 'What kind of sync.', {
  mode: about(SyncMode, 'Always said: nothing is applied by absence'),
});

/** In people; what its plan and what was done have in common. */
const counted = {
  joined: about(Count, 'New in PeopleHR'),
  rejoined: about(Count, 'Back in PeopleHR'),
  changed: about(Count, 'People of whom fields change'),
  left: about(Count, 'People who become inactive'),
  refused: about(Count, 'Not added or not updated, with a problem that says why'),
  unchanged: about(Count, 'As they are already'),
  missing: about(Count, "Known people who are not in PeopleHR's answer, left as they are"),
};

export const PlannedCounts = shape('PlannedCounts', 'What the plan of a sync does, or would do, in people.', {
  ...counted,
  problems: about(Count, 'How many problems are open once it is applied'),
});
export type PlannedCounts = Json<typeof PlannedCounts>;

export const AppliedCounts = shape('AppliedCounts', 'What a sync did to the People table, in people.', {
  ...counted,
  waiting: about(Count, 'Of those who came, how many wait for a licence'),
  problems: about(Count, 'How many problems were open after it'),
});
export type AppliedCounts = Json<typeof AppliedCounts>;

export const SyncAttention = shape('SyncAttention', 'What somebody has to look at after a sync.', {
  kind: words('AttentionKind', 'What there is to be looked at.', {
    problems: 'problems are open: listed under problems with state open',
    refused: 'people were not added or not updated: listed under the problems of this sync',
    waiting: 'people wait for a licence: in the People table with status waiting',
  }),
  count: about(Count, 'How many'),
  message: about(Word, 'The sentence for an administrator'),
});
export type SyncAttention = Json<typeof SyncAttention>;

export const Sync = shape('Sync', 'A sync as callers see it.', {
  syncId: about(SyncId, 'Names the sync'),
  syncNumber: about(Whole, 'Rises by one with every sync of the company, from 1'),
  mode: SyncMode,
  trigger: SyncTrigger,
  requestedBy: about(Word, 'Who asked for it: the acting user, or whom the token is for'),
  status: SyncStatus,
  reason: about(
    WordOrNull,
    'A stable word, if it failed or was cancelled; else null. More words may come: message says what each means',
  ),
  notNow: about(Yes, 'Of rejected: its changes were put off, and nothing is remembered'),
  leaversOnly: about(Yes, 'Of an OK: only its leavers were let go, and nothing else of it is applied'),
  message: about(Word, 'The sentence for an administrator, with the next step'),
  seen: about(Nullable(Count), "People in PeopleHR's answer, leavers included; null before it was read"),
  planned: about(
    Nullable(PlannedCounts),
    'What its plan does, or would do, whatever becomes of it; null as long as there is none, and where it was not kept',
  ),
  applied: about(Nullable(AppliedCounts), 'What was done to the People table; null unless it is completed'),
  attention: about(
    listOf(SyncAttention),
    'Of completed-with-problems what somebody has to look at, by each thing; else empty',
  ),
  requestedAt: about(Instant, 'When it was asked for'),
  startedAt: about(InstantOrNull, 'When reading began; null before'),
  finishedAt: about(InstantOrNull, 'When it came to its end; null as long as it has not, whatever its status'),
  planHash: about(PlanHashOrNull, 'Names its changes; null as long as there is no list of them'),
  heldBecause: about(
    listOf(Word),
    'Names of the safeguards by which its changes waited, or wait, for an OK; empty if they did not. More words may come: heldReasons says each',
  ),
  heldReasons: about(listOf(Word), 'The same in words, each for itself'),
  heldSince: about(
    InstantOrNull,
    'Since when changes have waited, over all checks that found them; null if they never did',
  ),
  supersededBy: about(SyncIdOrNull, 'The newer sync that took its place; null if none did'),
  stalledSince: about(InstantOrNull, 'Since when it has not moved, if it should have; else null'),
  step: about(Nullable(SyncStep), 'The step that it is in; null once it is over'),
});
export type Sync = Json<typeof Sync>;
export const SyncOrNull = Nullable(Sync);

export const SyncPage = shape('SyncPage', 'One page of syncs, newest first.', pageOf(Sync));

export const SyncRequest = request('SyncRequest', syncPath);

export const SyncEvent = shape('SyncEvent', 'What is told of a sync that is watched.', {
  kind: words('SyncEventKind', 'What is told.', {
    state: 'the sync as it is now',
    heartbeat: 'nothing is new, and the line is alive',
  }),
  eventId: about(Word, 'Names the state that was told last: whoever watches again from it gives it as lastEventId'),
  sync: about(SyncOrNull, 'null for a heartbeat'),
});
export type SyncEvent = Json<typeof SyncEvent>;

/** Longer than any that is given out. */
export const LONGEST_EVENT_ID = 255;

export const WatchSync = shape('WatchSync', 'From where a sync is watched.', {
  lastEventId: optional(
    about(
      Type.String({ maxLength: LONGEST_EVENT_ID }),
      'The eventId that was told last: that state is not told again. Over HTTP the header Last-Event-ID',
    ),
  ),
});

const path = '/v1/tenants/{tenant}/syncs';

export const syncRpcs = {
  startSync: keyed(
    'Starts a sync, or answers with the one that is there already and serves the call. Reason: not-connected.',
    [`POST ${path}`],
    request('StartSyncRequest', { ...tenantPath, ...StartSync.properties }),
    Sync,
    { asked: { ...ofTenant, mode: 'apply' }, answered: newSync },
  ),
  getSync: rpc('One sync as it is now.', [`GET ${path}/{syncId}`], SyncRequest, Sync, {
    asked: ofSync,
    answered: heldSync,
  }),
  watchSync: streamed(
    rpc(
      'Every state of a sync until it is final or held, and heartbeats between them. UNAVAILABLE if this gateway stops before: watch again from the last eventId.',
      [`GET ${path}/{syncId}/events`],
      request('WatchSyncRequest', { ...syncPath, ...WatchSync.properties }),
      SyncEvent,
      { asked: ofSync, answered: { kind: 'state', eventId: 'gr4kx0', sync: heldSync } },
    ),
  ),
  listSyncs: rpc(
    'Syncs, newest first.',
    [`GET ${path}`],
    request('ListSyncsRequest', { ...tenantPath, ...paging }),
    SyncPage,
    { asked: { ...ofTenant, limit: 2 }, answered: { items: [heldSync, doneSync], nextCursor: 'MTE' } },
  ),
  cancelSync: keyed(
    'Ends a sync, unless its changes are being applied already. Reason: too-late.',
    [`POST ${path}/{syncId}/cancel`],
    SyncRequest,
    Sync,
    { asked: ofSync, answered: cancelledSync },
  ),
};
