import { Button, Link as A, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { isUnknown } from '../api/problem';
import { LoadFailed } from '../shell/load-failed';
import { useExplanation } from './use-person-marks';
import { ExplanationSteps } from './explanation-steps';

/** Why somebody is as they are: the answer, and on demand how it came about. */
export function PersonExplanation({ personId }: { personId: string }) {
  const explanation = useExplanation(personId);
  const [open, setOpen] = useState(false);
  const id = useId();
  if (isUnknown(explanation.error)) return null;
  const { standing, steps = [] } = explanation.data ?? {};
  const held = standing === 'held' ? steps.findLast(({ kind }) => kind === 'held')?.syncId : undefined;
  return (
    <Paper component="section" variant="outlined" aria-labelledby={`${id}-title`} sx={{ p: { xs: 2, sm: 3 } }}>
      <Stack spacing={1.5} sx={{ alignItems: 'flex-start' }}>
        <Typography variant="h2" id={`${id}-title`}>
          How it stands
        </Typography>
        {explanation.isPending && <Skeleton width="100%" />}
        <LoadFailed of={explanation} />
        {explanation.data && <Typography>{explanation.data.summary}</Typography>}
        {held && (
          <A component={Link} to={`/syncs/${held}`}>
            Look at the changes to check
          </A>
        )}
        {explanation.data && (
          <Button variant="outlined" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            {open ? 'Hide how it came about' : 'Why?'}
          </Button>
        )}
        <div id={id}>{open && explanation.data && <ExplanationSteps steps={explanation.data.steps} />}</div>
      </Stack>
    </Paper>
  );
}
