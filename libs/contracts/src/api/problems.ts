import { type Static, Type } from '@sinclair/typebox';
import { Instant, Nullable, PlainDate, SyncId } from '../primitives';
import { aProblem, problemId, problemSummary } from './examples/cases';
import { ofTenant } from './examples/ids';
import { doneSync } from './examples/syncs';
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
import { words } from './words';

export const Problem = shape('Problem', "Something that needs a person's attention.", {
  problemId: about(Type.String({ format: 'uuid' }), 'Names the problem'),
  code: about(Word, 'A stable word; more may come: message says it'),
  message: about(Word, 'The sentence for an administrator, with the next step'),
  personId: about(PersonIdOrNull, 'Whom it is about; null if they are not in the People table'),
  employeeId: about(WordOrNull, "PeopleHR's EmployeeId of whom it is about; null if it is about no row"),
  name: about(WordOrNull, 'Their name; null if it is not known'),
  received: about(WordOrNull, 'What PeopleHR sent; null where that is not the point'),
  other: about(WordOrNull, 'The other side of a clash; null if there is none'),
  otherPersonId: about(PersonIdOrNull, 'Whom it may be; null if that is not asked'),
  rowEmail: about(WordOrNull, 'Of "is this the same person?" the address that PeopleHR has now; else null'),
  rowStartDate: about(Nullable(PlainDate), 'Likewise the start date; null if there is none'),
  rowStatus: about(WordOrNull, "Likewise PeopleHR's status code, 1 is current, 2 a leaver; null if there is none"),
  rowLeavingDate: about(WordOrNull, 'Likewise the leaving date, as it was received; null if there is none'),
  affected: about(Whole, 'How many people it is about: 1 or more'),
  syncId: about(SyncIdOrNull, 'The sync that found it; null if that is not known'),
  openedAt: about(Instant, 'When it was found'),
  closedAt: about(InstantOrNull, 'When it was settled; null as long as it is open'),
  setAsideAt: about(InstantOrNull, 'Since when somebody set it aside; null if nobody did'),
  seenAt: about(
    InstantOrNull,
    'Of somebody missing whom a newer answer has, which nobody accepted: when that was read; else null',
  ),
});
export type Problem = Json<typeof Problem>;

export const ProblemPage = shape('ProblemPage', 'One page of problems.', {
  ...pageOf(Problem),
  asOf: about(InstantOrNull, 'When the answer was read that they are from; null before the first'),
});
export type ProblemPage = Json<typeof ProblemPage>;

export const ProblemState = words('ProblemState', 'Which problems of those that are not settled.', {
  open: 'nobody set them aside',
  'set-aside': 'somebody set them aside',
});
export type ProblemState = Static<typeof ProblemState>;

export const ProblemsQuery = shape('ProblemsQuery', 'Which problems.', {
  ...paging,
  state: optional(about(ProblemState, 'Only those; without it all, also those that are settled')),
});

export const ProblemCause = shape('ProblemCause', 'Open problems of one cause.', {
  code: about(Word, 'As in the problems'),
  title: about(Word, 'What stands over them'),
  count: about(Whole, 'How many problems'),
  people: about(Whole, 'How many people they are about'),
});
export type ProblemCause = Json<typeof ProblemCause>;

export const ProblemSummary = shape('ProblemSummary', 'Open problems by cause, the most people first.', {
  items: about(listOf(ProblemCause), 'Each cause once'),
  total: about(Whole, 'Problems, of all causes'),
  message: about(WordOrNull, 'How many need attention, in words for an administrator; null if nobody does'),
});
export type ProblemSummary = Json<typeof ProblemSummary>;

const path = '/v1/tenants/{tenant}';
const problemPage = { items: [aProblem], nextCursor: null, asOf: '2026-03-02T06:00:05.000Z' };

export const problemRpcs = {
  listProblems: rpc(
    "What needs a person's attention: employees' problems first, then managers'.",
    [`GET ${path}/problems`, `GET ${path}/syncs/{syncId}/problems`],
    request('ListProblemsRequest', {
      ...tenantPath,
      syncId: optional(about(SyncId, 'Only those that this sync found')),
      ...ProblemsQuery.properties,
    }),
    ProblemPage,
    { asked: { ...ofTenant, state: 'open' }, answered: problemPage },
    { asked: { ...ofTenant, syncId: doneSync.syncId }, answered: problemPage },
  ),
  summarizeProblems: rpc(
    'Open problems, counted by cause.',
    [`GET ${path}/problems/summary`],
    TenantRequest,
    ProblemSummary,
    { asked: ofTenant, answered: problemSummary },
  ),
  setAsideProblem: keyed(
    'Sets a problem aside: it is not raised again until it changes.',
    [`POST ${path}/problems/{problemId}/set-aside`],
    request('SetAsideProblemRequest', {
      ...tenantPath,
      problemId: about(Type.String({ format: 'uuid' }), 'The problem'),
    }),
    Problem,
    { asked: { ...ofTenant, problemId }, answered: { ...aProblem, setAsideAt: '2026-03-02T08:15:00.000Z' } },
  ),
};
