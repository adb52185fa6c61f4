import { type Static, Type } from '@sinclair/typebox';
import { Nullable, PersonId, SyncId } from '../primitives';
import { ofSync, personId, planHash as shownHash } from './examples/ids';
import { heldPlan, revisedPlan } from './examples/plans';
import { approvedSync, rejectedSync } from './examples/syncs';
import {
  InstantOrNull,
  licenceFields,
  listOf,
  LONGEST_PAGE,
  paging,
  PlanHash,
  SyncIdOrNull,
  syncPath,
  Whole,
  WholeOrNull,
  Word,
  WordOrNull,
  Yes,
} from './fields';
import { decidedBy, keyed, request, rpc } from './rpc';
import { about, formed, type Json, optional, orElse, said, shape } from './shape';
import { planStates, saidOf } from './states';
import { Sync, SyncRequest } from './syncs';
import { words } from './words';

export const FieldChange = shape('FieldChange', 'One field of a person, before and after.', {
  field: about(
    Word,
    "As in Person where it is there (team, manager, orgEmployeeId), else PeopleHR's name, e.g. startDate. More may come: label says it",
  ),
  label: about(Word, 'What an administrator calls the field'),
  oldValue: about(WordOrNull, 'Before; null if it was blank'),
  newValue: about(WordOrNull, 'After; null if it is blank'),
});
export type FieldChange = Json<typeof FieldChange>;

/** What can happen to somebody. */
export const ChangeKind = words('ChangeKind', 'What happens to a person.', {
  joined: 'they are added, as new in PeopleHR',
  rejoined: 'they are active again, as the same person with their history',
  changed: 'fields of theirs change',
  left: 'they become inactive, and their data are kept',
});
export type ChangeKind = Static<typeof ChangeKind>;

const Known = words('LeavingProof', 'How it is known that somebody left.', {
  'leaver-status': 'PeopleHR says that they are a leaver',
  'leaving-date': 'their last day has passed',
  'absent-twice': 'two complete answers, at least 20 hours apart, did not have them',
  'out-of-scope': "the company's settings leave them out",
  'settled-by-person': 'somebody said so',
});
/** Of a leaver, how we know. */
export type Proof = Static<typeof Known>;
const Proof = about(Nullable(Known), 'Of leavers, how we know; else null');

export const PlanItem = shape('PlanItem', 'What is to happen to one person.', {
  personId: about(PersonId, 'The person'),
  employeeId: about(Word, "PeopleHR's EmployeeId"),
  name: about(Word, 'First and last name, after the change'),
  email: about(WordOrNull, 'The address after the change; null if they have none'),
  team: about(WordOrNull, 'The team (Job Role in PeopleHR) after the change; null if it is blank'),
  department: about(WordOrNull, 'The department after the change; null if it is blank'),
  location: about(WordOrNull, 'The location after the change; null if it is blank'),
  kind: ChangeKind,
  changes: about(listOf(FieldChange), 'The fields that change; empty where it is the whole person'),
  proof: Proof,
  groupId: about(Word, 'The group of equal changes that it is one of'),
  leftOut: about(Yes, 'Somebody left this one out: while the changes wait, or when they gave their OK'),
  counted: about(Yes, 'Something of it made the changes wait: a no is about that'),
});
export type PlanItem = Json<typeof PlanItem>;

export const PlanGroup = shape('PlanGroup', 'Equal changes, shown as one line.', {
  groupId: about(Word, 'Names the group in this plan'),
  kind: ChangeKind,
  changes: about(listOf(FieldChange), 'The fields that change, the same for all of them'),
  proof: Proof,
  count: about(Whole, 'How many people it is about'),
  leftOutCount: about(Whole, 'How many of them were left out'),
});
export type PlanGroup = Json<typeof PlanGroup>;

export const Safeguard = shape('Safeguard', 'What a safeguard found.', {
  name: about(Word, 'A stable word, as in heldBecause; more may come'),
  field: about(WordOrNull, 'The field, named as in changes, for those that look at one; else null'),
  value: about(Type.Number(), 'What was measured: people, or a part of them from 0 to 1 where limit is one'),
  limit: about(Type.Number(), 'What passes without an OK, in the same unit'),
  tripped: about(Yes, 'It holds the changes back'),
  message: about(Word, 'The sentence for an administrator'),
  cause: about(WordOrNull, 'The likely cause; null if it holds nothing back, or another one explains it'),
  nextStep: about(WordOrNull, 'What to do then; null where cause is'),
});
export type Safeguard = Json<typeof Safeguard>;

export const PlanCounts = shape('PlanCounts', 'What a plan does, in people.', {
  seen: about(Whole, "Rows in PeopleHR's answer"),
  joined: about(Whole, 'New in PeopleHR'),
  rejoined: about(Whole, 'Back in PeopleHR'),
  changed: about(Whole, 'People of whom fields change'),
  left: about(Whole, 'People who become inactive'),
  refused: about(Whole, 'Not added or not updated, with a problem that says why'),
  unchanged: about(Whole, 'As they are already'),
  missing: about(Whole, 'Known people who are not in the answer'),
  kept: about(Whole, 'Changes that somebody said no to'),
  goneBefore: about(Whole, 'Of unchanged, if judged in this sync: leavers already, never added'),
  leftOutBySettings: about(Whole, 'Likewise: never added, by whom the settings leave out, by scope or by name'),
  notStarted: about(Whole, 'Likewise: their first day is still to come'),
  keptAway: about(Whole, 'Likewise: all that would happen was said no to'),
});
export type PlanCounts = Json<typeof PlanCounts>;

export const PlanLicences = shape(
  'PlanLicences',
  'Licences as they are now, and what a plan that is not applied yet needs of them.',
  {
    ...licenceFields,
    active: about(Whole, 'People who use a licence'),
    waiting: about(Whole, 'People who wait for a licence'),
    needed: about(Whole, 'Licences that it takes beyond those that are free after its leavers'),
    wouldWait: about(Whole, 'How many people would wait'),
    message: about(
      WordOrNull,
      'The sentence for an administrator; null if nothing is needed, there is no limit, or the plan was decided',
    ),
  },
);
export type PlanLicences = Json<typeof PlanLicences>;

export const Plan = shape('Plan', 'What a sync does, would do, or waits to do.', {
  syncId: about(SyncId, 'The sync'),
  planHash: about(PlanHash, 'Names exactly these changes; approving needs it'),
  madeAs: words('PlanMadeAs', 'As what a plan was made; it stays so.', {
    applying: 'it needed no OK',
    held: 'it waits, or waited, for an OK',
    previewed: 'it was to be looked at alone',
  }),
  state: words('PlanState', 'What became of a plan (docs/states.md).', saidOf(planStates)),
  supersededBy: about(SyncIdOrNull, 'The newer sync that took its place; null if none did'),
  itemCount: about(Whole, 'People on all pages'),
  heldBecause: about(
    listOf(Word),
    'Names of the safeguards that made it wait; empty if none did. More words may come: safeguards says each',
  ),
  takenAt: about(InstantOrNull, "When PeopleHR's answer was read; null if that is not known"),
  heldSince: about(
    InstantOrNull,
    'Since when changes have waited, over all checks that found them; null unless it waits',
  ),
  expiresAt: about(InstantOrNull, 'Until when it may be approved; null unless it waits'),
  freshUntil: about(InstantOrNull, 'From when on PeopleHR is read again before it is applied; null unless it waits'),
  leavers: about(Whole, 'People who leave by status or date: whom leaversOnly would let go'),
  leaversOnly: about(Yes, 'Only they were let go'),
  counted: about(Whole, 'Of how many people a no would keep something away'),
  decidedBy: about(WordOrNull, 'Who gave their OK, or said no; null if nobody did'),
  decidedAt: about(InstantOrNull, 'When it was decided, or came to its end otherwise; null before'),
  outdated: about(Yes, 'It can no longer be approved: people, settings or decisions have changed since'),
  counts: PlanCounts,
  safeguards: about(listOf(Safeguard), 'What was measured, tripped or not'),
  groups: about(listOf(PlanGroup, { maxItems: 100 }), 'The largest first; on the first page only'),
  groupCount: about(WholeOrNull, 'How many groups there are, also beyond the largest; null where groups are not told'),
  licences: PlanLicences,
  items: about(listOf(PlanItem, { maxItems: LONGEST_PAGE }), 'Leavers, then changes, then those who come'),
  nextCursor: about(WordOrNull, 'null on the last page'),
});
export type Plan = Json<typeof Plan>;
export type PlanState = Plan['state'];

export const PlanQuery = shape('PlanQuery', 'Which items of a plan.', {
  ...paging,
  groupId: optional(about(Type.String({ minLength: 1, maxLength: 64 }), 'Only the items of this group')),
});

/** People who may be named about one plan. */
export const MAX_LEFT_OUT = 5_000;

const people = Type.Array(PersonId, { maxItems: MAX_LEFT_OUT, uniqueItems: true });
const planHash = about(
  formed(/^[0-9a-f]{64}$/, 'planHash must be that of the changes that were looked at'),
  '`planHash` of the plan that was looked at',
);

export const Approve = shape('Approve', 'An OK to the changes that were looked at.', {
  planHash,
  leftOut: orElse(
    about(people, 'People whose changes stay away, and are kept so until PeopleHR has something else for them'),
    [],
  ),
  leaversOnly: orElse(
    about(Yes, 'Only those are let go who leave by status or date; everything else stays undecided'),
    false,
  ),
});

export const Reject = shape('Reject', 'A no to the changes that were looked at.', {
  planHash,
  also: orElse(about(people, 'People whose whole change is said no to, beside what made the changes wait'), []),
  notNow: orElse(
    about(Yes, 'Not now: nothing is applied and nothing is remembered; the next sync comes to these changes again'),
    false,
  ),
});

export const LeaveOut = shape('LeaveOut', 'Whom to leave out of changes that wait.', {
  planHash,
  leftOut: about(
    said(people),
    'Exactly these are left out of the changes that wait: whoever was before and is not among them is in again',
  ),
});

export const UndoneRejection = shape(
  'UndoneRejection',
  'How many people a no that was taken back had kept something away from.',
  { undone: about(Whole, 'People') },
);
export type UndoneRejection = Json<typeof UndoneRejection>;

const path = '/v1/tenants/{tenant}/syncs/{syncId}';

export const planRpcs = {
  getPlan: rpc(
    'What a sync does, would do, or waits to do.',
    [`GET ${path}/plan`],
    request('GetPlanRequest', { ...syncPath, ...PlanQuery.properties }),
    Plan,
    { asked: { ...ofSync, limit: 1 }, answered: heldPlan },
  ),
  approvePlan: decidedBy(
    keyed(
      "Applies a held plan but for those who are left out, or lets its leavers go; returns the sync that is applied, or, if PeopleHR's answer is more than a day old, the one that reads it again and is applied if it comes to the same changes.",
      [`POST ${path}/approve`],
      request('ApprovePlanRequest', { ...syncPath, ...Approve.properties }),
      Sync,
      { asked: { ...ofSync, planHash: shownHash, leftOut: [personId] }, answered: approvedSync },
    ),
  ),
  rejectPlan: decidedBy(
    keyed(
      'Nothing of a held plan is applied. What made it wait, and everything about the people who are named, is kept away until PeopleHR has something else; or, not now, nothing is remembered.',
      [`POST ${path}/reject`],
      request('RejectPlanRequest', { ...syncPath, ...Reject.properties }),
      Sync,
      { asked: { ...ofSync, planHash: shownHash }, answered: rejectedSync },
    ),
  ),
  leaveOutOfPlan: decidedBy(
    keyed(
      'Leaves exactly these people out of a plan that waits; returns it as it is from now on, under another hash.',
      [`PUT ${path}/plan/left-out`],
      request('LeaveOutOfPlanRequest', { ...syncPath, ...LeaveOut.properties }),
      Plan,
      { asked: { ...ofSync, planHash: shownHash, leftOut: [personId] }, answered: revisedPlan },
    ),
  ),
  undoRejection: decidedBy(
    keyed(
      'Takes back, as one, every no that was said to the changes of this sync and still holds.',
      [`DELETE ${path}/rejection`],
      SyncRequest,
      UndoneRejection,
      { asked: ofSync, answered: { undone: 31 } },
    ),
  ),
};
