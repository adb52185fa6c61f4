import type { ProblemCause } from '@people-sync/contracts/api';
import { Button, Collapse, LinearProgress, Paper, Stack, Typography } from '@mui/material';
import { useEffect, useId, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { useDecisions } from '../decisions/use-decisions';
import { useSession } from '../session/session-context';
import { numberOf, peopleOf } from '../shell/numbers';
import { LoadFailed } from '../shell/load-failed';
import { OneProblem } from './one-problem';
import { nobodyChosen } from './chosen';
import { MissingTogether } from './missing-together';
import { givenTo, isAboutManager, isMissing, isQuestion } from './problem-words';
import { useProblemsOf } from './use-problems';

const ROWS = 20;
/** So few are shown at once. */
const OPEN = 5;

/** Everybody who has the same problem, below its name and their number. */
export function CauseSection({ cause }: { cause: ProblemCause }) {
  const isSought = useLocation().hash === `#${cause.code}`;
  const [isOpen, setOpen] = useState(cause.count <= OPEN || isQuestion(cause.code) || isSought);
  const heading = useRef<HTMLHeadingElement>(null);
  // A link can lead to one cause.
  useEffect(() => {
    if (!isSought) return;
    heading.current?.scrollIntoView();
    heading.current?.focus({ preventScroll: true });
  }, [isSought]);
  const listId = useId();
  return (
    <Stack spacing={1} component="section" aria-labelledby={`${listId}-title`}>
      <Stack direction="row" spacing={2} sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="h2" id={`${listId}-title`} ref={heading} tabIndex={-1} sx={{ outline: 'none' }}>
          {cause.title}
        </Typography>
        <Typography color="text.secondary" role="status">
          {sizeOf(cause)}
        </Typography>
        <Button
          onClick={() => setOpen(!isOpen)}
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-label={`${isOpen ? 'Hide' : 'Show'} them: ${cause.title}`}
        >
          {isOpen ? 'Hide' : 'Show'}
        </Button>
      </Stack>
      <Collapse in={isOpen} id={listId} mountOnEnter unmountOnExit>
        <CauseList cause={cause} onGone={() => heading.current?.focus()} />
      </Collapse>
    </Stack>
  );
}

function sizeOf({ code, count, people }: ProblemCause): string {
  if (!isAboutManager(code)) return peopleOf(people);
  return `${count === 1 ? '1 manager' : `${numberOf(count)} managers`}, ${peopleOf(people)}`;
}

function CauseList({ cause, onGone }: { cause: ProblemCause; onGone: () => void }) {
  const [wanted, setWanted] = useState(ROWS);
  const { problems, isLooking, load } = useProblemsOf(cause.code, Math.min(wanted, cause.count));
  const { decisions } = useDecisions();
  const { mayChange } = useSession();
  const [chosen, setChosen] = useState(nobodyChosen);
  const isTogether = mayChange && isMissing(cause.code) && cause.count > 1;
  return (
    <Stack spacing={1.5} sx={{ alignItems: 'flex-start' }}>
      {isTogether && <MissingTogether count={cause.count} chosen={chosen} onChoose={setChosen} />}
      <Paper variant="outlined" component="ul" sx={{ width: '100%', m: 0, p: 0, listStyle: 'none' }}>
        {problems.map((problem) => (
          <OneProblem
            key={problem.problemId}
            problem={problem}
            given={givenTo(problem, decisions)}
            chosen={isTogether ? chosen : null}
            onChoose={setChosen}
            onGone={onGone}
          />
        ))}
      </Paper>
      <LoadFailed of={load} />
      {isLooking && <LinearProgress aria-label="Looking for the problems" sx={{ width: '100%' }} />}
      {wanted < cause.count && (
        <Button variant="outlined" onClick={() => setWanted(wanted * 4)}>
          Show more ({numberOf(problems.length)} of {numberOf(cause.count)})
        </Button>
      )}
    </Stack>
  );
}
