import { Alert, Button, Stack, Typography } from '@mui/material';
import type { Decision } from '../api/decisions.api';
import { sentenceOf } from '../api/problem';
import type { Problem } from '../api/problems.api';
import { useSettling } from '../decisions/use-decisions';
import { useSession } from '../session/session-context';
import { GivenAnswer } from './given-answer';
import { missingSince, nameOf } from './problem-words';

/** Somebody who is not in PeopleHR any more: did they leave? */
export function MissingPerson({ problem, given }: { problem: Problem; given: Decision | undefined }) {
  const { mayChange } = useSession();
  const { settle } = useSettling();
  const { personId } = problem;
  const name = nameOf(problem);
  const answer = (missing: 'left' | 'keep') => {
    if (personId !== null) settle.mutate({ personId, missing });
  };
  return (
    <>
      <Typography>
        {missingSince(problem)}. They stay active until a second check, a day later, does not find them either.
      </Typography>
      {given ? (
        <GivenAnswer decision={given} name={name} takesFocus={settle.isSuccess} />
      ) : (
        mayChange && (
          <Stack direction="row" spacing={1.5} useFlexGap sx={{ flexWrap: 'wrap', mt: 1 }}>
            <Button
              variant="outlined"
              disabled={settle.isPending}
              onClick={() => answer('left')}
              aria-label={`They left: ${name}`}
            >
              They left
            </Button>
            <Button
              variant="outlined"
              disabled={settle.isPending}
              onClick={() => answer('keep')}
              aria-label={`Keep them: ${name}`}
            >
              Keep them
            </Button>
          </Stack>
        )
      )}
      {settle.isError && <Alert severity="error">{sentenceOf(settle.error)}</Alert>}
    </>
  );
}
