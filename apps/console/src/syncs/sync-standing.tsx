import type { Plan, Sync } from '@people-sync/contracts/api';
import { Alert, AlertTitle, Box, Link as A, LinearProgress, Paper, Stack, Typography } from '@mui/material';
import { Link } from 'react-router';
import { Reasons, WhyHeld } from '../plans/why-held';
import { ageSentence, decidedSentence, oldSentence, waitingSentence } from '../plans/plan-words';
import { useSession } from '../session/session-context';
import { StartSync } from './start-sync';
import { isHeld, isMoving, outcomeOf, progressOf, readsAgain, stepOf } from './sync-words';

/** Where a sync stands, told again whenever it changes. */
export function SyncStanding({ sync, plan, ref }: { sync: Sync; plan: Plan | null; ref: React.Ref<HTMLDivElement> }) {
  return (
    <Box ref={ref} tabIndex={-1} role="status" aria-live="polite" sx={{ outline: 'none' }}>
      {isMoving(sync) ? (
        <Moving sync={sync} />
      ) : isHeld(sync) ? (
        <Held sync={sync} plan={plan} />
      ) : (
        <Over sync={sync} plan={plan} />
      )}
    </Box>
  );
}

function Moving({ sync }: { sync: Sync }) {
  return (
    <Paper variant="outlined" sx={{ p: 2.5 }}>
      <Typography sx={{ mb: 1 }}>{stepOf(sync)}…</Typography>
      {readsAgain(sync) && <Typography sx={{ mb: 1 }}>{sync.message}</Typography>}
      <LinearProgress variant="determinate" value={progressOf(sync)} aria-label="Progress of the sync" />
    </Paper>
  );
}

function Held({ sync, plan }: { sync: Sync; plan: Plan | null }) {
  const { mayChange } = useSession();
  if (plan?.outdated) {
    return (
      <Alert severity="warning" action={<StartSync label="Check again" />}>
        <AlertTitle>These are no longer the newest changes</AlertTitle>
        People, settings or your answers have changed since. Nothing of this is applied: check again, then look at what
        is found.
      </Alert>
    );
  }
  return (
    <Alert severity="warning">
      {plan ? <WhyHeld plan={plan} sentence={sync.message} /> : sync.message}
      {plan && <Age plan={plan} />}
      {plan?.expiresAt && (
        <Typography variant="body2" sx={{ mt: 1 }}>
          {waitingSentence(plan.expiresAt, new Date())}
        </Typography>
      )}
      {!mayChange && (
        <Typography variant="body2" sx={{ mt: 1 }}>
          An administrator can apply them.
        </Typography>
      )}
    </Alert>
  );
}

/** Since when changes wait, and what comes before an OK if they are old. */
function Age({ plan }: { plan: Plan }) {
  const now = new Date();
  const sentences = [ageSentence(plan, now), oldSentence(plan, now)].filter((one) => one !== null);
  return sentences.map((sentence) => (
    <Typography key={sentence} variant="body2" sx={{ mt: 1 }}>
      {sentence}
    </Typography>
  ));
}

function Over({ sync, plan }: { sync: Sync; plan: Plan | null }) {
  if (sync.status === 'superseded') {
    return (
      <Alert severity="info">
        <AlertTitle>Replaced by a newer check</AlertTitle>
        {sync.heldReasons.length > 0 && (
          <>
            It waited for an OK:
            <Reasons of={sync.heldReasons} label="Why it waited" />
          </>
        )}
        Nothing of this one was applied.{' '}
        {sync.supersededBy !== null && (
          <A component={Link} to={`/syncs/${sync.supersededBy}`}>
            Look at the newer check
          </A>
        )}
      </Alert>
    );
  }
  const decided = plan && decidedSentence(plan);
  return (
    <Alert
      severity={severities[sync.status] ?? 'info'}
      action={sync.status === 'previewed' && <StartSync label="Sync PeopleHR" />}
    >
      <Stack spacing={0.5} sx={{ alignItems: 'flex-start' }}>
        <span>{outcomeOf(sync)}</span>
        {decided !== null && <span>{decided}</span>}
        {sync.status === 'rejected' && !sync.notNow && (
          <A component={Link} to="/problems/kept">
            Kept by you
          </A>
        )}
      </Stack>
    </Alert>
  );
}

const severities: Readonly<Record<string, 'success' | 'warning' | 'error'>> = {
  completed: 'success',
  'completed-with-problems': 'warning',
  failed: 'error',
};
