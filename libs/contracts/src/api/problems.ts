import { type Static, Type } from '@sinclair/typebox';
import { Instant, Nullable, oneOf, PlainDate, SyncId } from '../primitives';
import {
  InstantOrNull,
  listOf,
  pageOf,
  paging,
  PersonIdOrNull,
  SyncIdOrNull,
  tenantPath,
  Whole,
  Word,
  WordOrNull,
} from './fields';
import { keyed, request, rpc } from './rpc';
import { about, type Json, optional, shape } from './shape';
import { TenantRequest } from './tenants';

export const Problem = shape('Problem', "Something that needs a person's attention.", {
  id: Type.String({ format: 'uuid' }),
  code: about(Word, 'A stable word'),
  message: about(Word, 'The sentence for an administrator, with the next step'),
  personId: about(PersonIdOrNull, 'Whom it is about, if they are known'),
  employeeId: WordOrNull,
  name: about(WordOrNull, 'Whom it is about'),
  received: about(WordOrNull, 'What PeopleHR sent'),
  other: about(WordOrNull, 'The other side of a clash'),
  otherPersonId: about(PersonIdOrNull, 'Whom it may be'),
  rowEmail: about(WordOrNull, 'Of "is this the same person?": the address that PeopleHR has now'),
  rowStartDate: about(Nullable(PlainDate), 'Likewise: the start date'),
  rowStatus: about(WordOrNull, 'Likewise: the status code; 1 is current, 2 a leaver'),
  rowLeavingDate: about(WordOrNull, 'Likewise: the leaving date, as it was received'),
  affected: about(Whole, 'How many people it is about: 1 or more'),
  syncId: about(SyncIdOrNull, 'The sync that found it'),
  openedAt: Instant,
  closedAt: InstantOrNull,
  setAsideAt: about(InstantOrNull, 'Since when somebody set it aside'),
  seenAt: about(
    InstantOrNull,
    'Of somebody missing whom a newer answer has, which nobody accepted: when that was read',
  ),
});
export type Problem = Json<typeof Problem>;

export const ProblemPage = shape('ProblemPage', 'One page of problems.', {
  ...pageOf(Problem),
  asOf: about(InstantOrNull, 'When the answer was read that they are from; null before the first'),
});
export type ProblemPage = Json<typeof ProblemPage>;

export const ProblemState = oneOf('open', 'set-aside');
export type ProblemState = Static<typeof ProblemState>;

export const ProblemsQuery = shape('ProblemsQuery', 'Which problems.', {
  ...paging,
  state: optional(about(ProblemState, 'open: nobody set them aside. Without it: also those that are settled')),
});

export const ProblemCause = shape('ProblemCause', 'Open problems of one cause.', {
  code: about(Word, 'As in the problems'),
  title: about(Word, 'What stands over them'),
  count: about(Whole, 'Problems'),
  people: about(Whole, 'People they are about'),
});
export type ProblemCause = Json<typeof ProblemCause>;

export const ProblemSummary = shape('ProblemSummary', 'Open problems by cause, the most people first.', {
  items: listOf(ProblemCause),
  total: about(Whole, 'Problems, of all causes'),
  message: about(WordOrNull, 'How many need attention, in words for an administrator; null if nobody does'),
});
export type ProblemSummary = Json<typeof ProblemSummary>;

const path = '/v1/tenants/{tenant}';

export const problemRpcs = {
  listProblems: rpc(
    "Employees' problems first, then managers'.",
    [`GET ${path}/problems`, `GET ${path}/syncs/{syncId}/problems`],
    request('ListProblemsRequest', {
      ...tenantPath,
      syncId: optional(about(SyncId, 'Only those that this sync found')),
      ...ProblemsQuery.properties,
    }),
    ProblemPage,
  ),
  summarizeProblems: rpc(
    'Open problems, counted by cause.',
    [`GET ${path}/problems/summary`],
    TenantRequest,
    ProblemSummary,
  ),
  setAsideProblem: keyed(
    'The problem is not raised again until it changes.',
    [`POST ${path}/problems/{problemId}/set-aside`],
    request('SetAsideProblemRequest', { ...tenantPath, problemId: Type.String({ format: 'uuid' }) }),
    Problem,
  ),
};
