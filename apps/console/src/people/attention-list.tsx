import { Alert, AlertTitle, Link as A, List, ListItem, Typography } from '@mui/material';
import { Link } from 'react-router';
import { useProblemCauses, useProblems } from '../problems/use-problems';
import { numberOf } from '../shell/numbers';

/** So few are told one by one; more by their causes. */
const FEW = 5;

/** Who needs attention and why, with the way to where it is settled: nothing is shown when nobody does. */
export function AttentionList() {
  const { data: causes = [] } = useProblemCauses();
  const total = causes.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  return (
    <Alert severity="warning">
      <AlertTitle>
        {numberOf(total)} {total === 1 ? 'person needs' : 'people need'} attention
      </AlertTitle>
      {total <= FEW ? (
        <Sentences />
      ) : (
        <List dense disablePadding>
          {causes.map(({ code, title, count }) => (
            <ListItem key={code} disableGutters sx={{ py: 0.25 }}>
              {title}: {numberOf(count)}
            </ListItem>
          ))}
        </List>
      )}
      <A component={Link} to="/problems">
        Look at the problems
      </A>
    </Alert>
  );
}

function Sentences() {
  const { problems } = useProblems('open');
  return (
    <List dense disablePadding>
      {problems.map(({ id, message }) => (
        <ListItem key={id} disableGutters sx={{ py: 0.25 }}>
          <Typography variant="body2">{message}</Typography>
        </ListItem>
      ))}
    </List>
  );
}
