import { Alert, Button, Collapse, Link as A, List, ListItem, Stack, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { useProblemSummary, useProblems } from '../problems/use-problems';
import { numberOf } from '../shell/numbers';

/** So few are told one by one; more by their causes. */
const FEW = 5;

/**
 * Who needs attention, in one line, so that the table below is seen; why, on request; and the way to where it is settled.
 * Nothing is shown when nobody does.
 */
export function AttentionList() {
  const { data } = useProblemSummary();
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  if (!data || data.message === null) return null;
  const { items: causes, total, message } = data;
  return (
    <Alert severity="warning" sx={{ '& .MuiAlert-message': { flexGrow: 1, py: 0.5 } }}>
      <Stack direction="row" useFlexGap sx={{ alignItems: 'center', flexWrap: 'wrap', columnGap: 2 }}>
        <Typography sx={{ fontWeight: 600 }}>{message}</Typography>
        <Button
          color="inherit"
          size="small"
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-label={`${isOpen ? 'Hide' : 'Show'} who needs attention`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Hide' : 'Show'}
        </Button>
        <A component={Link} to="/problems" color="inherit">
          Look at the problems
        </A>
      </Stack>
      <Collapse in={isOpen} id={listId} mountOnEnter unmountOnExit>
        {total <= FEW ? (
          <Sentences />
        ) : (
          <List dense disablePadding>
            {causes.map(({ code, title, count }) => (
              <ListItem key={code} disableGutters sx={{ py: 0.25 }}>
                <A component={Link} to={`/problems#${code}`} color="inherit">
                  {title}: {numberOf(count)}
                </A>
              </ListItem>
            ))}
          </List>
        )}
      </Collapse>
    </Alert>
  );
}

function Sentences() {
  const { problems } = useProblems('open');
  return (
    <List dense disablePadding>
      {problems.map(({ problemId, message }) => (
        <ListItem key={problemId} disableGutters sx={{ py: 0.25 }}>
          <Typography variant="body2">{message}</Typography>
        </ListItem>
      ))}
    </List>
  );
}
