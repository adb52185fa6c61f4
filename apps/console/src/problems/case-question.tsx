import type { Decision, Problem } from '@people-sync/contracts/api';
import { Alert, Button, Stack, Typography } from '@mui/material';
import type { DecisionRequest } from '../api/decisions.api';
import { sentenceOf } from '../api/problem';
import { useSettling } from '../decisions/use-decisions';
import { useSession } from '../session/session-context';
import { GivenAnswer } from './given-answer';
import { nameOf } from './problem-words';

/** A case that waits for an answer. */
export interface ToAnswer {
  readonly problem: Problem;
  readonly given: Decision | undefined;
  /** A sync whose changes wait: it is answered for these alone. */
  readonly waiting?: string | undefined;
}

/** A question about somebody known, and the answers that can be given to it. */
export function CaseQuestion(props: {
  problem: Problem;
  given: Decision | undefined;
  text: string;
  answers: readonly { readonly label: string; readonly request: DecisionRequest }[];
  /** Of changes that wait: it is answered for these alone. */
  waiting?: string | undefined;
}) {
  const { problem, given, text, answers, waiting } = props;
  const { mayChange } = useSession();
  const { settle } = useSettling();
  const name = nameOf(problem);
  return (
    <>
      <Typography>{text}</Typography>
      {given ? (
        <GivenAnswer decision={given} name={name} takesFocus={settle.isSuccess} />
      ) : (
        mayChange && (
          <Stack direction="row" spacing={1.5} useFlexGap sx={{ flexWrap: 'wrap', mt: 1 }}>
            {answers.map(({ label, request }) => (
              <Button
                key={label}
                variant="outlined"
                disabled={settle.isPending}
                onClick={() => settle.mutate(waiting === undefined ? request : { ...request, syncId: waiting })}
                aria-label={`${label}: ${name}`}
              >
                {label}
              </Button>
            ))}
          </Stack>
        )
      )}
      {settle.isError && <Alert severity="error">{sentenceOf(settle.error)}</Alert>}
    </>
  );
}
