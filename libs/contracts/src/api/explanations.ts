import { Type } from '@sinclair/typebox';
import { Instant, PersonId } from '../primitives';
import { Nullable } from '../primitives';
import { Decision } from './decisions';
import { anExplanation, personExport } from './examples/cases';
import { ofPerson, ofTenant } from './examples/ids';
import { listOf, PersonIdOrNull, SyncIdOrNull, tenantPath, Word, WordOrNull, Yes } from './fields';
import { Person, PersonRequest, PersonVersion } from './people';
import { FieldChange } from './plans';
import { Problem } from './problems';
import { request, rpc } from './rpc';
import { about, type Json, optional, shape } from './shape';
import { words } from './words';

export const ExplanationStep = shape('ExplanationStep', 'One thing that happened to somebody.', {
  at: about(Instant, 'When'),
  kind: about(
    Word,
    'A stable word, e.g. read, plan, held, approved, problem, decision, written or now; more may come: sentence says it',
  ),
  sentence: about(Word, 'The sentence for an administrator'),
  syncId: about(SyncIdOrNull, 'The sync that it belongs to; null if it belongs to none'),
  actor: about(WordOrNull, 'Who did it; null if nobody pressed a button'),
  changes: about(listOf(FieldChange), 'The fields that it is about; empty if it is about none'),
});
export type ExplanationStep = Json<typeof ExplanationStep>;

export const Explanation = shape(
  'Explanation',
  'Why somebody is as they are, or why nothing happened; from what is stored and nothing else.',
  {
    personId: about(PersonIdOrNull, 'null: they never were in the People table'),
    employeeId: about(WordOrNull, "PeopleHR's EmployeeId; null if none is known"),
    name: about(WordOrNull, 'Whom it is about; null if no name is known'),
    standing: about(
      WordOrNull,
      'How it stands now as a stable word, e.g. unchanged, refused, held, missing, kept, left-out, out-of-scope; null if nothing is known. More may come: summary says it',
    ),
    summary: about(Word, 'How it stands now, and what to do next'),
    steps: about(listOf(ExplanationStep), 'Oldest first; the last one is how it stands now'),
  },
);
export type Explanation = Json<typeof Explanation>;

export const ExplanationQuery = shape('ExplanationQuery', 'Whom it is about: one of the two.', {
  employeeId: optional(about(Type.String({ minLength: 1, maxLength: 254 }), "PeopleHR's EmployeeId")),
  email: optional(about(Type.String({ minLength: 1, maxLength: 254 }), 'Their email address')),
});

export const PersonRecord = shape('PersonRecord', 'What is held of somebody as PeopleHR, or an import, gave it.', {
  kind: words('RecordKind', 'Where a record is from.', {
    'taken-over': 'what the People table was last written from',
    'last-answer': "their row in PeopleHR's last answer, if it is not the same",
  }),
  fields: about(Type.Record(Type.String(), Type.String()), 'Fields that have a value, by the names that PeopleHR has'),
});
export type PersonRecord = Json<typeof PersonRecord>;

export const PersonExport = shape('PersonExport', 'All that is held about one person.', {
  person: about(Nullable(Person), 'null: they never came into the People table'),
  records: about(listOf(PersonRecord), 'What PeopleHR, or an import, gave'),
  versions: about(listOf(PersonVersion), 'Newest first'),
  explanation: Explanation,
  problems: about(listOf(Problem), 'Settled ones too'),
  decisions: about(listOf(Decision), 'Those that hold; the explanation tells of the others'),
  complete: about(Yes, 'false: one of the lists is too long to be whole here; its own address has all of it'),
});
export type PersonExport = Json<typeof PersonExport>;

const path = '/v1/tenants/{tenant}';

export const explanationRpcs = {
  explainPerson: rpc(
    'Why somebody is as they are, or why nothing happened. By one of the three.',
    [`GET ${path}/people/{personId}/why`, `GET ${path}/why`],
    request('ExplainPersonRequest', {
      ...tenantPath,
      personId: optional(about(PersonId, 'The person')),
      ...ExplanationQuery.properties,
    }),
    Explanation,
    { asked: ofPerson, answered: anExplanation },
    { asked: { ...ofTenant, employeeId: 'E1042' }, answered: anExplanation },
  ),
  exportPerson: rpc(
    'All that is held about one person.',
    [`GET ${path}/people/{personId}/export`],
    PersonRequest,
    PersonExport,
    { asked: ofPerson, answered: personExport },
  ),
};
