import type { Decision } from '../api/decisions.api';
import type { Problem } from '../api/problems.api';
import { missingSince } from './problem-words';
import { Question } from './question';

/** Somebody who is not in PeopleHR any more: did they leave? */
export function MissingPerson({ problem, given }: { problem: Problem; given: Decision | undefined }) {
  const { personId } = problem;
  return (
    <Question
      problem={problem}
      given={given}
      text={`${missingSince(problem)}. They stay active until a second check, a day later, does not find them either.`}
      answers={
        personId === null
          ? []
          : [
              { label: 'They left', request: { personId, missing: 'left' } },
              { label: 'Keep them', request: { personId, missing: 'keep' } },
            ]
      }
    />
  );
}
