import { Button, List, ListItem, ListItemText, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { dayOfInstant } from '../shell/dates';
import { LoadFailed } from '../shell/load-failed';
import { nameOf } from './problem-words';
import { useProblems } from './use-problems';

/** Problems that somebody does not want to hear of again until they change. */
export function SetAsideProblems() {
  const set = useProblems('set-aside');
  const { problems, data, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = set;
  return (
    <Stack spacing={2} sx={{ alignItems: 'flex-start' }}>
      <Typography variant="h2">Set aside</Typography>
      <Typography>
        You do not hear of these again until something about them changes. Whoever they are about stays as they are.
      </Typography>
      {isPending && <Skeleton variant="rounded" height={160} width="100%" />}
      <LoadFailed of={set} />
      {data && problems.length === 0 && <Typography>There is nothing here.</Typography>}
      {problems.length > 0 && (
        <Paper variant="outlined" sx={{ px: 2, width: '100%' }}>
          <List dense>
            {problems.map((problem) => (
              <ListItem key={problem.problemId} disableGutters>
                <ListItemText
                  primary={nameOf(problem)}
                  secondary={`${problem.message}${problem.setAsideAt === null ? '' : ` Set aside on ${dayOfInstant(problem.setAsideAt)}.`}`}
                />
              </ListItem>
            ))}
          </List>
        </Paper>
      )}
      {hasNextPage && (
        <Button variant="outlined" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}
