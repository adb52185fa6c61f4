import type { ExplanationStep } from '@people-sync/contracts/api';
import { Link as A, Stack, Typography } from '@mui/material';
import { Link } from 'react-router';
import { shown } from '../shell/dates';
import { ChangeLines } from './change-lines';

/** How it came about, oldest first; how it stands now is told beside it. */
export function ExplanationSteps({ steps }: { steps: readonly ExplanationStep[] }) {
  const past = steps.filter(({ kind }) => kind !== 'now');
  if (past.length === 0) return <Typography>Nothing else is known about it.</Typography>;
  return (
    <Stack component="ol" spacing={1.5} sx={{ m: 0, pl: 2.5 }}>
      {past.map((step, index) => (
        // Two steps may be of one instant and one kind.
        <li key={index}>
          <Typography>{step.sentence}</Typography>
          {!isTold(step) && <ChangeLines changes={step.changes} />}
          <Typography variant="body2" color="text.secondary">
            {shown(step.at)}
            {step.actor !== null && !step.sentence.includes(step.actor) && `, ${step.actor}`}
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

/** True if the sentence has every value already. */
const isTold = ({ sentence, changes }: ExplanationStep): boolean =>
  changes.every(({ oldValue, newValue }) => sentence.includes(oldValue ?? '') && sentence.includes(newValue ?? ''));
