import { Problem, ProblemsQuery as Query } from '@people-sync/contracts/api';
import type { reconcilerV1, writerV1 } from '@people-sync/platform';
import { problemSentence } from '@people-sync/wording';
import { answerOf } from '../shapes/answer-of';
import { queryOf } from '../shapes/class-of';

/** Which problems. */
export class ProblemsQuery extends queryOf(Query) {}

/** A problem of an employee, as the reconciler has it. */
export const employeeProblem = (problem: reconcilerV1.Problem): Problem =>
  answerOf(Problem, { ...problem, id: problem.problemId, message: problemSentence(problem) });

/** What only employees' problems have. */
const ofNoRow = {
  employeeId: null,
  received: null,
  other: null,
  otherPersonId: null,
  rowEmail: null,
  rowStartDate: null,
  rowStatus: null,
  rowLeavingDate: null,
  seenAt: null,
};

/** A problem of a manager, as the writer has it. */
export const managerProblem = (problem: writerV1.Problem): Problem =>
  answerOf(Problem, {
    ...ofNoRow,
    ...problem,
    id: problem.problemId,
    message: problemSentence({ ...problem, received: '', other: '' }),
  });
