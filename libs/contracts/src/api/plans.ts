import { type Static, Type } from '@sinclair/typebox';
import { Nullable, oneOf, PersonId, SyncId } from '../primitives';
import {
  InstantOrNull,
  licenceFields,
  listOf,
  paging,
  SyncIdOrNull,
  syncPath,
  Whole,
  Word,
  WordOrNull,
  Yes,
} from './fields';
import { decidedBy, keyed, request, rpc } from './rpc';
import { about, formed, type Json, optional, orElse, said, shape } from './shape';
import { Sync, SyncRequest } from './syncs';

export const FieldChange = shape('FieldChange', 'One field of a person, before and after; null is blank.', {
  field: Word,
  label: about(Word, 'What an administrator calls the field'),
  old: WordOrNull,
  new: WordOrNull,
});
export type FieldChange = Json<typeof FieldChange>;

/** What can happen to somebody. */
export const ChangeKind = oneOf('joined', 'rejoined', 'changed', 'left');
export type ChangeKind = Static<typeof ChangeKind>;

const Known = oneOf('leaver-status', 'leaving-date', 'absent-twice', 'out-of-scope', 'settled-by-person');
/** Of a leaver, how we know. */
export type Proof = Static<typeof Known>;
const Proof = about(Nullable(Known), 'Of leavers, how we know');

export const PlanItem = shape('PlanItem', 'What is to happen to one person.', {
  personId: PersonId,
  employeeId: Word,
  name: Word,
  email: about(WordOrNull, 'The address after the change'),
  team: about(WordOrNull, 'Likewise (Job Role in PeopleHR)'),
  department: about(WordOrNull, 'Likewise'),
  location: about(WordOrNull, 'Likewise'),
  kind: ChangeKind,
  changes: listOf(FieldChange),
  proof: Proof,
  groupId: about(Word, 'The group of equal changes that it is one of'),
  excluded: about(Yes, 'Somebody left this one out: while the changes wait, or when they gave their OK'),
  counted: about(Yes, 'Something of it made the changes wait: a no is about that'),
});
export type PlanItem = Json<typeof PlanItem>;

export const PlanGroup = shape('PlanGroup', 'Equal changes, shown as one line.', {
  id: Word,
  kind: ChangeKind,
  changes: listOf(FieldChange),
  proof: Proof,
  count: Whole,
  leftOut: about(Whole, 'Of those, who was left out'),
});
export type PlanGroup = Json<typeof PlanGroup>;

export const Safeguard = shape('Safeguard', 'What a safeguard found.', {
  name: about(Word, 'A stable word, as in heldBecause'),
  field: about(WordOrNull, 'For those that look at one field'),
  value: Type.Number(),
  limit: about(Type.Number(), 'What passes without an OK'),
  tripped: about(Yes, 'It holds the changes back'),
  message: about(Word, 'The sentence for an administrator'),
  cause: about(WordOrNull, 'The likely cause; null if it holds nothing back, or another one explains it'),
  nextStep: about(WordOrNull, 'What to do then'),
});
export type Safeguard = Json<typeof Safeguard>;

export const PlanCounts = shape('PlanCounts', 'What a plan does, in people.', {
  seen: Whole,
  joined: Whole,
  rejoined: Whole,
  changed: Whole,
  left: Whole,
  refused: Whole,
  unchanged: Whole,
  missing: Whole,
  kept: about(Whole, 'Changes that somebody said no to'),
  goneBefore: about(Whole, 'Of unchanged, if judged in this sync: leavers already, never added'),
  leftOut: about(Whole, 'Likewise: never added, by the settings or by name'),
  notStarted: about(Whole, 'Likewise: their first day is still to come'),
  keptAway: about(Whole, 'Likewise: all that would happen was said no to'),
});
export type PlanCounts = Json<typeof PlanCounts>;

export const PlanLicences = shape(
  'PlanLicences',
  'Licences as they are now, and what a plan that is not applied yet needs of them.',
  {
    ...licenceFields,
    active: Whole,
    waiting: Whole,
    needed: about(Whole, 'Beyond those that are free after its leavers'),
    missing: about(Whole, 'How many people would wait'),
    message: about(
      WordOrNull,
      'The sentence for an administrator; null if nothing is needed, there is no limit, or the plan was decided',
    ),
  },
);
export type PlanLicences = Json<typeof PlanLicences>;

export const Plan = shape('Plan', 'What a sync does, would do, or waits to do.', {
  syncId: SyncId,
  hash: about(Word, 'Names exactly these changes; approving needs it'),
  outcome: oneOf('applying', 'held', 'previewed'),
  state: about(
    oneOf('applying', 'previewed', 'held', 'approved', 'rejected', 'expired', 'superseded', 'cancelled', 'dropped'),
    'What became of it',
  ),
  supersededBy: about(SyncIdOrNull, 'The newer sync that took its place'),
  itemCount: about(Whole, 'On all pages'),
  heldBecause: listOf(Word),
  takenAt: about(InstantOrNull, "When PeopleHR's answer was read"),
  heldSince: about(InstantOrNull, 'Since when changes have waited, over all checks that found them'),
  expiresAt: about(InstantOrNull, 'Until when it may be approved'),
  freshUntil: about(InstantOrNull, 'From when on PeopleHR is read again before it is applied'),
  leavers: about(Whole, 'People who leave by status or date: whom leaversOnly would let go'),
  leaversOnly: about(Yes, 'Only they were let go'),
  counted: about(Whole, 'Of how many people a no would keep something away'),
  decidedBy: WordOrNull,
  decidedAt: InstantOrNull,
  outdated: about(Yes, 'It can no longer be approved: people, settings or decisions have changed since'),
  counts: PlanCounts,
  safeguards: listOf(Safeguard),
  groups: about(listOf(PlanGroup), 'The largest first; on the first page only'),
  licences: PlanLicences,
  items: listOf(PlanItem),
  nextCursor: WordOrNull,
});
export type Plan = Json<typeof Plan>;
export type PlanState = Plan['state'];

export const PlanQuery = shape('PlanQuery', 'Which items of a plan.', {
  ...paging,
  group: optional(about(Type.String({ minLength: 1, maxLength: 64 }), '`id` of a group: only its items')),
});

/** People who may be named about one plan. */
export const MAX_EXCLUDED = 5_000;

const people = Type.Array(PersonId, { maxItems: MAX_EXCLUDED, uniqueItems: true });
const planHash = about(
  formed(/^[0-9a-f]{64}$/, 'planHash must be that of the changes that were looked at'),
  '`hash` of the plan that was looked at',
);

export const Approve = shape('Approve', 'An OK to the changes that were looked at.', {
  planHash,
  exclude: orElse(
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
  people: about(
    said(people),
    'Exactly these are left out of the changes that wait: whoever was before and is not among them is in again',
  ),
});

export const UndoneRejection = shape(
  'UndoneRejection',
  'How many people a no that was taken back had kept something away from.',
  { undone: Whole },
);
export type UndoneRejection = Json<typeof UndoneRejection>;

const path = '/v1/tenants/{tenant}/syncs/{syncId}';

export const planRpcs = {
  getPlan: rpc(
    'What a sync does, would do, or waits to do.',
    [`GET ${path}/plan`],
    request('GetPlanRequest', { ...syncPath, ...PlanQuery.properties }),
    Plan,
  ),
  approvePlan: decidedBy(
    keyed(
      "Applies a held plan but for those who are left out, or lets its leavers go; returns the sync that is applied, or, if PeopleHR's answer is more than a day old, the one that reads it again and is applied if it comes to the same changes.",
      [`POST ${path}/approve`],
      request('ApprovePlanRequest', { ...syncPath, ...Approve.properties }),
      Sync,
    ),
  ),
  rejectPlan: decidedBy(
    keyed(
      'Nothing of a held plan is applied. What made it wait, and everything about the people who are named, is kept away until PeopleHR has something else; or, not now, nothing is remembered.',
      [`POST ${path}/reject`],
      request('RejectPlanRequest', { ...syncPath, ...Reject.properties }),
      Sync,
    ),
  ),
  leaveOutOfPlan: decidedBy(
    keyed(
      'Leaves exactly these people out of a plan that waits; returns it as it is from now on, under another hash.',
      [`PUT ${path}/plan/left-out`],
      request('LeaveOutOfPlanRequest', { ...syncPath, ...LeaveOut.properties }),
      Plan,
    ),
  ),
  undoRejection: decidedBy(
    keyed(
      'Takes back, as one, every no that was said to the changes of this sync and still holds.',
      [`DELETE ${path}/rejection`],
      SyncRequest,
      UndoneRejection,
    ),
  ),
};
