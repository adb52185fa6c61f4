import { Type } from '@sinclair/typebox';
import { Instant, Nullable, oneOf, PersonId, SyncId } from '../primitives';
import { listOf, pageOf, paging, PersonIdOrNull, SyncIdOrNull, tenantPath, Word, WordOrNull, Yes } from './fields';
import { ChangeKind, FieldChange } from './plans';
import { decidedBy, keyed, request, rpc } from './rpc';
import { about, formed, type Json, optional, shape } from './shape';

/** Everything that can be settled. */
export const decisionKinds = [
  'same-person',
  'new-person',
  'missing-left',
  'missing-keep',
  'leaver-left',
  'leaver-not-yet',
  'leave-out',
  'kept',
] as const;

const NEW_OR_ID = /^(new|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})$/;

export const Decide = shape(
  'Decide',
  'One of four: employeeId with samePersonAs, personId with missing, personId with leaver, or personId with leaveOut and reason; each may name the sync whose changes wait that it is for alone.',
  {
    employeeId: optional(
      about(Type.String({ minLength: 1, maxLength: 254 }), "PeopleHR's EmployeeId of whom it is asked"),
    ),
    samePersonAs: optional(
      about(
        formed(NEW_OR_ID, 'samePersonAs must be the id of a person, or new'),
        'Is this the same person? The id of that person, or new',
      ),
    ),
    personId: optional(PersonId),
    missing: optional(about(oneOf('left', 'keep'), 'Of somebody who is not in PeopleHR any more')),
    leaver: optional(about(oneOf('left', 'not-yet'), 'Of a leaver whose last day cannot be read')),
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
  id: Type.String({ format: 'uuid' }),
  kind: oneOf(...decisionKinds),
  employeeId: about(WordOrNull, "PeopleHR's EmployeeId"),
  personId: PersonIdOrNull,
  name: about(WordOrNull, 'Whom it is about'),
  reason: WordOrNull,
  itemKind: about(Nullable(ChangeKind), 'Of kept ones'),
  changes: about(listOf(FieldChange), 'Of kept ones: what is kept away'),
  decidedBy: about(WordOrNull, 'null: nobody pressed a button'),
  decidedAt: Instant,
  message: about(Word, 'The sentence for an administrator'),
  syncId: about(
    SyncIdOrNull,
    'Of kept ones the sync whose changes somebody said no to; else the one whose changes it is for',
  ),
  tentative: about(Yes, 'It is for changes that wait, and holds once they are applied'),
  planHash: about(WordOrNull, 'Just settled, or undone, for changes that wait: their hash from now on'),
});
export type Decision = Json<typeof Decision>;

export const DecisionPage = shape('DecisionPage', 'One page of decisions, newest first.', pageOf(Decision));

export const DecisionsQuery = shape('DecisionsQuery', 'Which decisions.', {
  ...paging,
  person: optional(about(PersonId, 'Only those about this person')),
  sync: optional(about(SyncId, "Only the noes to this sync's changes, or what is for them alone")),
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
    ),
  ),
  undoDecision: decidedBy(
    keyed(
      '',
      [`DELETE ${path}/{decisionId}`],
      request('UndoDecisionRequest', { ...tenantPath, decisionId: Type.String({ format: 'uuid' }) }),
      Decision,
    ),
  ),
  listDecisions: rpc(
    'Those that hold, or that are for plans that wait; newest first.',
    [`GET ${path}`],
    request('ListDecisionsRequest', { ...tenantPath, ...DecisionsQuery.properties }),
    DecisionPage,
  ),
};
