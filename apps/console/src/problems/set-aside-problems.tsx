import { Alert, Button, List, ListItem, ListItemText, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { sentenceOf } from '../api/problem';
import { dayOfInstant } from '../shell/dates';
import { nameOf } from './problem-words';
import { useProblems } from './use-problems';

/** Problems that somebody does not want to hear of again until they change. */
export function SetAsideProblems() {
  const { problems, isPending, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useProblems('set-aside');
  return (
    <Stack spacing={2} sx={{ alignItems: 'flex-start' }}>
      <Typography variant="h2">Set aside</Typography>
      <Typography>
        You do not hear of these again until something about them changes. Whoever they are about stays as they are.
      </Typography>
      {isPending && <Skeleton variant="rounded" height={160} width="100%" />}
      {error && <Alert severity="error">{sentenceOf(error)}</Alert>}
      {!isPending && !error && problems.length === 0 && <Typography>There is nothing here.</Typography>}
      {problems.length > 0 && (
        <Paper variant="outlined" sx={{ px: 2, width: '100%' }}>
          <List dense>
            {problems.map((problem) => (
              <ListItem key={problem.id} disableGutters>
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
