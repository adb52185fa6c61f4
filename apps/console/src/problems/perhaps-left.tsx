import type { Decision } from '../api/decisions.api';
import type { Problem } from '../api/problems.api';
import { Question } from './question';

/** A leaver in PeopleHR whose last day cannot be read: have they left? */
export function PerhapsLeft({ problem, given }: { problem: Problem; given: Decision | undefined }) {
  const { personId } = problem;
  return (
    <Question
      problem={problem}
      given={given}
      text={problem.message}
      answers={
        personId === null
          ? []
          : [
              { label: 'They left', request: { personId, leaver: 'left' } },
              { label: 'Not yet', request: { personId, leaver: 'not-yet' } },
            ]
      }
    />
  );
}
