import type { Static } from '@sinclair/typebox';
import { Count, Instant, Nullable, SyncId } from '../primitives';
import { ofTenant } from './examples/ids';
import { doneReplay, newReplay, replayId } from './examples/replays';
import {
  InstantOrNull,
  listOf,
  pageOf,
  paging,
  PersonIdOrNull,
  SyncIdOrNull,
  tenantPath,
  WholeOrNull,
  Word,
  WordOrNull,
  Yes,
} from './fields';
import { keyed, request, rpc } from './rpc';
import { about, type Json, optional, shape } from './shape';
import { words } from './words';

const ReplayStatus = words('ReplayStatus', 'Where a check of the record stands.', {
  queued: 'it waits for its turn: one at a time is made of a company',
  running: 'the record is being gone through',
  completed: 'it came to its end, and says what it found',
  failed: 'it came to no end: reason and message say why. It never means that there are no differences',
});
export type ReplayStatus = Static<typeof ReplayStatus>;

export const ReplayChecked = shape('ReplayChecked', 'How much a check of the record compared.', {
  plans: about(Count, 'Lists of changes, and decisions about them, that were judged again'),
  events: about(Count, 'Events that follow from them'),
  people: about(Count, 'Rows of the People table'),
  known: about(Count, 'People as the rules know them; 0 of a past moment, of which that is not kept'),
  keptPlans: about(Count, 'Lists of changes as they are kept; 0 of a past moment'),
});

export const ReplayDifference = shape(
  'ReplayDifference',
  'Something that is one way in the record or in a table, and another by all that is recorded before it.',
  {
    about: words('DifferenceAbout', 'What differs.', {
      plan: 'a list of changes',
      event: 'an event that follows, or does not follow, from one',
      person: 'somebody, in the People table or as the rules know them',
      completeness: 'something is missing, or is there twice',
    }),
    syncId: about(SyncIdOrNull, 'The sync; null if it is of none'),
    personId: about(PersonIdOrNull, 'The person; null if it is about nobody'),
    what: about(Word, 'The field of a plan or a person, or the type of an event'),
    recorded: about(WordOrNull, 'JSON of what stands there; null: nothing, or its person is erased'),
    expected: about(WordOrNull, 'JSON of what follows from the record; null: nothing, or its person is erased'),
    erased: about(Yes, 'Its person was erased since, so neither side is told'),
  },
);
export type ReplayDifference = Json<typeof ReplayDifference>;

export const PartlyChecked = shape('PartlyChecked', 'A list of changes that holds people who were erased since.', {
  syncId: about(SyncId, 'The sync'),
  rows: about(Count, "Rows of PeopleHR's answer of which something is erased"),
  unsure: about(Count, 'Events of which it cannot be told whether they follow'),
});

export const Replay = shape('Replay', "A check of a company's record: everything is judged again, and compared.", {
  replayId: about(SyncId, 'Names the check'),
  status: ReplayStatus,
  message: about(Word, 'How it stands or what it found, in words, with the next step'),
  until: about(InstantOrNull, 'What happened later is not looked at; null: all that is recorded'),
  entriesTaken: about(Count, 'How many entries of the record it has gone through'),
  entriesTotal: about(Count, 'How many there are to go through; 0 before it is known'),
  checked: about(Nullable(ReplayChecked), 'How much was compared; null unless it is completed'),
  differences: about(listOf(ReplayDifference), 'The first thousand; empty in lists of checks'),
  differenceCount: about(Count, 'All of them'),
  partlyChecked: about(listOf(PartlyChecked), 'Checked in part, since somebody in them is erased; empty in lists'),
  reason: about(WordOrNull, 'Of failed a stable word; else null. More words may come: message says what each means'),
  entry: about(WholeOrNull, 'Of failed the entry of the record where it ended, if there is one; else null'),
  requestedAt: about(Instant, 'When it was asked for'),
  startedAt: about(InstantOrNull, 'When it began; null before'),
  finishedAt: about(InstantOrNull, 'When it came to its end; null before'),
});
export type Replay = Json<typeof Replay>;

export const ReplayPage = shape('ReplayPage', 'One page of checks, newest first.', pageOf(Replay));
export type ReplayPage = Json<typeof ReplayPage>;

export const StartReplay = shape('StartReplay', 'Up to when the record is checked.', {
  until: optional(about(Instant, 'What happened later is not looked at; without it all that is recorded is')),
});

const path = '/v1/tenants/{tenant}/audit/replays';

export const replayRpcs = {
  startReplay: keyed(
    'Has the record checked, or answers with the check that waits already for the same moment. It changes nothing of the company: auditors may ask for it.',
    [`POST ${path}`],
    request('StartReplayRequest', { ...tenantPath, ...StartReplay.properties }),
    Replay,
    { asked: ofTenant, answered: newReplay },
  ),
  getReplay: rpc(
    'One check of the record, with what it found.',
    [`GET ${path}/{replayId}`],
    request('GetReplayRequest', { ...tenantPath, replayId: about(SyncId, 'The check') }),
    Replay,
    { asked: { ...ofTenant, replayId }, answered: doneReplay },
  ),
  listReplays: rpc(
    'Checks of the record, newest first.',
    [`GET ${path}`],
    request('ListReplaysRequest', { ...tenantPath, ...paging }),
    ReplayPage,
    { asked: { ...ofTenant, limit: 2 }, answered: { items: [newReplay], nextCursor: null } },
  ),
};
