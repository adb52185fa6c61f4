import type { Plan } from '@people-sync/contracts/api';
import { Alert, Link as A, Stack, Typography } from '@mui/material';
import { Link } from 'react-router';
import { peopleOf } from '../shell/numbers';
import { countsOf, whenChecked } from './plan-words';

/** The numbers, the licences, and where to find whom the changes leave alone. */
export function PlanSummary({ plan }: { plan: Plan }) {
  const { counts, licences, state } = plan;
  const { inAnswer, notInAnswer } = countsOf(counts);
  return (
    <Stack spacing={2}>
      <Typography>
        {whenChecked(state)}
        <strong>{peopleOf(counts.seen)}</strong> in PeopleHR&rsquo;s answer: {inAnswer.join(', ')}.
        {notInAnswer.length > 0 && ` Not in it: ${notInAnswer.join(', ')}.`}
      </Typography>
      {licences.message !== null && (
        <Alert severity={licences.wouldWait > 0 ? 'warning' : 'info'}>{licences.message}</Alert>
      )}
      {counts.missing > 0 && (
        <Typography>
          {peopleOf(counts.missing)} {counts.missing === 1 ? 'is' : 'are'} not in PeopleHR any more and{' '}
          {counts.missing === 1 ? 'stays as they are' : 'stay as they are'} for now.{' '}
          <A component={Link} to="/problems">
            Say who left
          </A>
        </Typography>
      )}
      {counts.kept > 0 && (
        <Typography>
          {counts.kept === 1 ? '1 change is' : `${counts.kept} changes are`} kept away, because you said no to{' '}
          {counts.kept === 1 ? 'it' : 'them'} before.{' '}
          <A component={Link} to="/problems/kept">
            Kept by you
          </A>
        </Typography>
      )}
    </Stack>
  );
}
