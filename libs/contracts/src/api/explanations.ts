import { Type } from '@sinclair/typebox';
import { Instant, PersonId } from '../primitives';
import { Nullable } from '../primitives';
import { Decision } from './decisions';
import { listOf, PersonIdOrNull, SyncIdOrNull, tenantPath, Word, WordOrNull, Yes } from './fields';
import { Person, PersonRequest, PersonVersion } from './people';
import { FieldChange } from './plans';
import { Problem } from './problems';
import { request, rpc } from './rpc';
import { about, type Json, optional, shape } from './shape';

export const ExplanationStep = shape('ExplanationStep', 'One thing that happened to somebody.', {
  at: Instant,
  kind: about(Word, 'A stable word, e.g. read, plan, held, approved, problem, decision, written or now'),
  sentence: about(Word, 'The sentence for an administrator'),
  syncId: SyncIdOrNull,
  actor: about(WordOrNull, 'Who did it'),
  changes: listOf(FieldChange),
});
export type ExplanationStep = Json<typeof ExplanationStep>;

export const Explanation = shape(
  'Explanation',
  'Why somebody is as they are, or why nothing happened; from what is stored and nothing else.',
  {
    personId: about(PersonIdOrNull, 'null: they never were in the People table'),
    employeeId: WordOrNull,
    name: WordOrNull,
    standing: about(
      WordOrNull,
      'How it stands now as a stable word, e.g. unchanged, refused, held, missing, kept, left-out, out-of-scope',
    ),
    summary: about(Word, 'How it stands now, and what to do next'),
    steps: about(listOf(ExplanationStep), 'Oldest first; the last one is how it stands now'),
  },
);
export type Explanation = Json<typeof Explanation>;

export const ExplanationQuery = shape('ExplanationQuery', 'Whom it is about: one of the two.', {
  employeeId: optional(about(Type.String({ minLength: 1, maxLength: 254 }), "PeopleHR's EmployeeId")),
  email: optional(Type.String({ minLength: 1, maxLength: 254 })),
});

export const PersonRecord = shape('PersonRecord', 'What is held of somebody as PeopleHR, or an import, gave it.', {
  kind: about(
    Type.String({ enum: ['taken-over', 'last-answer'] }),
    "taken-over: what the People table was last written from; last-answer: their row in PeopleHR's last answer, if it is not the same",
  ),
  fields: about(Type.Record(Type.String(), Type.String()), 'Fields that have a value'),
});
export type PersonRecord = Json<typeof PersonRecord>;

export const PersonExport = shape('PersonExport', 'All that is held about one person.', {
  person: about(Nullable(Person), 'null: they never came into the People table'),
  records: listOf(PersonRecord),
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
    request('ExplainPersonRequest', { ...tenantPath, personId: optional(PersonId), ...ExplanationQuery.properties }),
    Explanation,
  ),
  exportPerson: rpc(
    'All that is held about one person.',
    [`GET ${path}/people/{personId}/export`],
    PersonRequest,
    PersonExport,
  ),
};
