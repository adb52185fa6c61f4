import { missingSince } from './problem-words';
import { CaseQuestion, type ToAnswer } from './case-question';

/** Somebody who is not in PeopleHR any more: did they leave? */
export function MissingPerson({ problem, given, waiting }: ToAnswer) {
  const { personId } = problem;
  return (
    <CaseQuestion
      problem={problem}
      given={given}
      waiting={waiting}
      text={
        problem.seenAt === null
          ? `${missingSince(problem)}. They stay active until a second check, a day later, does not find them either.`
          : problem.message
      }
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
