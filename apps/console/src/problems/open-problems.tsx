import { Alert, Skeleton, Stack, Typography } from '@mui/material';
import { useDecisions } from '../decisions/use-decisions';
import { StartSync } from '../syncs/start-sync';
import { LoadFailed } from '../shell/load-failed';
import { CauseSection } from './cause-section';
import { givenTo, isQuestion } from './problem-words';
import { useProblemSummary, useProblems } from './use-problems';

/** Open problems by cause: questions first, because only a person can answer them. */
export function OpenProblems() {
  const summary = useProblemSummary();
  if (summary.isPending) return <Skeleton variant="rounded" height={240} />;
  if (summary.isLoadingError) return <LoadFailed of={summary} />;
  if (summary.data.total === 0) return <Typography>Nobody needs your attention.</Typography>;
  const sorted = summary.data.items.toSorted((a, b) => Number(isQuestion(b.code)) - Number(isQuestion(a.code)));
  return (
    <Stack spacing={3}>
      <Answered />
      {sorted.map((cause) => (
        <CauseSection key={cause.code} cause={cause} />
      ))}
    </Stack>
  );
}

/** Answers count from the next sync: whoever gave some is told, and can start it. */
function Answered() {
  const { decisions } = useDecisions();
  const { problems } = useProblems('open');
  const answered = problems.filter((problem) => givenTo(problem, decisions) !== undefined).length;
  if (answered === 0) return null;
  return (
    <Alert severity="info" action={<StartSync label="Sync PeopleHR" />}>
      {answered === 1 ? '1 answer counts' : `${answered} answers count`} from the next sync.
    </Alert>
  );
}
