import { Link as A, Stack, Typography } from '@mui/material';
import { Link } from 'react-router';
import type { ExplanationStep } from '../api/explanations.api';
import { shown } from '../shell/dates';
import { ChangeLines } from './change-lines';

/** How it came about, oldest first. */
export function WhySteps({ steps }: { steps: readonly ExplanationStep[] }) {
  return (
    <Stack component="ol" spacing={1.5} sx={{ m: 0, pl: 2.5 }}>
      {steps.map((step, index) => (
        // Two steps may be of one instant and one kind.
        <li key={index}>
          <Typography>{step.sentence}</Typography>
          <ChangeLines changes={step.changes} />
          <Typography variant="body2" color="text.secondary">
            {[shown(step.at), step.actor].filter((part) => part !== null && part !== '').join(', ')}
            {step.syncId !== null && (
              <>
                {' · '}
                <A component={Link} to={`/syncs/${step.syncId}`}>
                  Open the sync
                </A>
              </>
            )}
          </Typography>
        </li>
      ))}
    </Stack>
  );
}
