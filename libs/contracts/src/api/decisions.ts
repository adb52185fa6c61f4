import { Type } from '@sinclair/typebox';
import { Instant, Nullable, PersonId, SyncId } from '../primitives';
import { aDecision, decisionId, undoneDecision } from './examples/cases';
import { ofPerson, ofTenant } from './examples/ids';
import {
  listOf,
  pageOf,
  paging,
  PersonIdOrNull,
  PlanHashOrNull,
  SyncIdOrNull,
  tenantPath,
  Word,
  WordOrNull,
  Yes,
} from './fields';
import { ChangeKind, FieldChange } from './plans';
import { decidedBy, keyed, request, rpc } from './rpc';
import { about, formed, type Json, optional, shape } from './shape';
import { keysOf, words } from './words';

const said = {
  'same-person': 'the row is this person',
  'new-person': 'the row is somebody new',
  'missing-left': 'somebody who is not in PeopleHR any more has left',
  'missing-keep': 'somebody who is not in PeopleHR any more stays',
  'leaver-left': 'a leaver whose last day cannot be read has left',
  'leaver-not-yet': 'a leaver whose last day cannot be read has not left yet',
  'leave-out': 'they are never synced',
  kept: 'somebody said no to a change, which is kept away',
} as const;
/** Everything that can be settled. */
export const decisionKinds = keysOf(said);
const DecisionKind = words('DecisionKind', 'What was settled.', said);

export const Decide = shape(
  'Decide',
  'One of five: employeeId with samePersonAs, employeeId with newPerson, personId with missing, personId with leaver, or personId with leaveOut and reason; each may name the sync whose changes wait that it is for alone.',
  {
    employeeId: optional(
      about(Type.String({ minLength: 1, maxLength: 254 }), "PeopleHR's EmployeeId of whom it is asked"),
    ),
    samePersonAs: optional(about(PersonId, 'It is this person')),
    newPerson: optional(about(Type.Literal(true), 'It is somebody new')),
    personId: optional(about(PersonId, 'Of whom it is settled')),
    missing: optional(
      words('MissingAnswer', 'Of somebody who is not in PeopleHR any more.', {
        left: 'they have left',
        keep: 'they stay as they are',
      }),
    ),
    leaver: optional(
      words('LeaverAnswer', 'Of a leaver whose last day cannot be read.', {
        left: 'they have left',
        'not-yet': 'they have not left yet',
      }),
    ),
    leaveOut: optional(about(Type.Literal(true), 'Never synced')),
    reason: optional(
      about(formed(/\S/, 'reason must not be blank', { minLength: 1, maxLength: 500 }), 'Why they are left out'),
    ),
    syncId: optional(
      about(
        SyncId,
        'A sync whose changes wait: it is settled for these alone, they are judged again at once, and it holds once they are applied. Without it: for good',
      ),
    ),
  },
);
export type Decide = Json<typeof Decide>;

export const Decision = shape('Decision', 'What somebody settled, and what holds because of it.', {
  decisionId: about(Type.String({ format: 'uuid' }), 'Names the decision'),
  kind: DecisionKind,
  employeeId: about(WordOrNull, "PeopleHR's EmployeeId; null where it is about a person alone"),
  personId: about(PersonIdOrNull, 'Whom it is about; null if they are not in the People table'),
  name: about(WordOrNull, 'Their name; null if it is not known'),
  reason: about(WordOrNull, 'Why they are left out; else null'),
  itemKind: about(Nullable(ChangeKind), 'Of kept ones what was to happen; else null'),
  changes: about(listOf(FieldChange), 'Of kept ones what is kept away; else empty'),
  decidedBy: about(WordOrNull, 'Who; null if nobody pressed a button'),
  decidedAt: about(Instant, 'When'),
  message: about(Word, 'The sentence for an administrator'),
  syncId: about(
    SyncIdOrNull,
    'Of kept ones the sync whose changes somebody said no to; else the one whose changes it is for; null: for good',
  ),
  tentative: about(Yes, 'It is for changes that wait, and holds once they are applied'),
  planHash: about(PlanHashOrNull, 'Just settled, or undone, for changes that wait: their hash from now on; else null'),
});
export type Decision = Json<typeof Decision>;

export const DecisionPage = shape('DecisionPage', 'One page of decisions, newest first.', pageOf(Decision));

export const DecisionsQuery = shape('DecisionsQuery', 'Which decisions.', {
  ...paging,
  personId: optional(about(PersonId, 'Only those about this person')),
  syncId: optional(about(SyncId, "Only the noes to this sync's changes, or what is for them alone")),
  tentative: optional(about(Yes, 'true: what is for changes that wait, and does not hold yet')),
});

const path = '/v1/tenants/{tenant}/decisions';

export const decisionRpcs = {
  decide: decidedBy(
    keyed(
      'Settles a case, for good or for a plan that waits alone.',
      [`POST ${path}`],
      request('DecideRequest', { ...tenantPath, ...Decide.properties }),
      Decision,
      { asked: { ...ofPerson, leaveOut: true, reason: 'Trustee' }, answered: aDecision },
    ),
  ),
  undoDecision: decidedBy(
    keyed(
      'Takes back what was settled; returns it as it was.',
      [`DELETE ${path}/{decisionId}`],
      request('UndoDecisionRequest', {
        ...tenantPath,
        decisionId: about(Type.String({ format: 'uuid' }), 'The decision'),
      }),
      Decision,
      { asked: { ...ofTenant, decisionId }, answered: undoneDecision },
    ),
  ),
  listDecisions: rpc(
    'Those that hold, or that are for plans that wait; newest first.',
    [`GET ${path}`],
    request('ListDecisionsRequest', { ...tenantPath, ...DecisionsQuery.properties }),
    DecisionPage,
    { asked: { ...ofTenant, limit: 100 }, answered: { items: [aDecision], nextCursor: null } },
  ),
};
