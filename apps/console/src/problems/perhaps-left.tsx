import { CaseQuestion, type ToAnswer } from './case-question';

/** A leaver in PeopleHR whose last day cannot be read: have they left? */
export function PerhapsLeft({ problem, given, waiting }: ToAnswer) {
  const { personId } = problem;
  return (
    <CaseQuestion
      problem={problem}
      given={given}
      waiting={waiting}
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
