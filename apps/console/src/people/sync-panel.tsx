import {
  Alert,
  AlertTitle,
  Box,
  Button,
  LinearProgress,
  Link as A,
  Paper,
  Skeleton,
  Stack,
  Typography,
} from '@mui/material';
import type { Sync } from '@people-sync/contracts/api';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { sentenceOf } from '../api/problem';
import { keys } from '../api/query-keys';
import { Reasons } from '../plans/why-held';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { type Load, LoadFailed } from '../shell/load-failed';
import { useIsLost } from '../shell/lost-connection';
import { numberOf } from '../shell/numbers';
import { isHeld, outcomeOf, progressOf, startedBy, stepOf } from '../syncs/sync-words';
import { useSyncNow } from '../syncs/use-sync-now';

/** The buttons, what the running sync does, how the last one ended, and what waits for an OK. */
export function SyncPanel() {
  const { api, mayChange } = useSession();
  const navigate = useNavigate();
  const integration = useQuery({ queryKey: keys.integration, queryFn: () => api.integration.get() });
  const { load, sync, held, isRunning, start, preview, stop } = useSyncNow();
  const connected = integration.data !== undefined && integration.data.status !== 'not-connected';
  // Nothing is said of a connection or a sync before it is known.
  const isKnown = integration.data !== undefined && load.data !== undefined;
  const mayStart = connected && !isRunning && !start.isPending && !preview.isPending;
  const waits = held !== null && held.syncId !== sync?.syncId ? held : null;
  return (
    <Paper variant="outlined" sx={{ p: 2.5 }}>
      <Stack direction={{ xs: 'column', md: 'row' }} spacing={2} sx={{ alignItems: { md: 'center' } }}>
        <Box sx={{ flexGrow: 1 }} role="status" aria-live="polite">
          {isRunning && sync ? (
            <Running sync={sync} />
          ) : isKnown ? (
            <LastOutcome
              sync={sync}
              connected={connected}
              lastSuccess={integration.data.lastSuccessfulSync ?? null}
              nextAt={integration.data.nextSyncAt}
            />
          ) : (
            <NotKnownYet loads={[integration, load]} />
          )}
        </Box>
        {mayChange && isRunning && sync && sync.status !== 'held' && (
          <Button onClick={() => stop.mutate(sync.syncId)} loading={stop.isPending}>
            Cancel
          </Button>
        )}
        {mayChange && (
          <Stack direction="row" spacing={1.5} useFlexGap sx={{ flexShrink: 0, flexWrap: 'wrap' }}>
            <Button
              variant="outlined"
              size="large"
              disabled={!mayStart}
              loading={preview.isPending}
              onClick={() =>
                preview.mutate(undefined, { onSuccess: ({ syncId }) => void navigate(`/syncs/${syncId}`) })
              }
            >
              Preview changes
            </Button>
            <Button
              variant="contained"
              size="large"
              disabled={!mayStart}
              loading={start.isPending}
              onClick={() => start.mutate()}
            >
              Sync PeopleHR
            </Button>
          </Stack>
        )}
      </Stack>
      {waits && <Waiting sync={waits} />}
      {[start, preview].map(
        ({ error }, i) =>
          error && (
            <Alert key={i} severity="error" sx={{ mt: 2 }}>
              {sentenceOf(error)}
            </Alert>
          ),
      )}
      {stop.isError && (
        <Alert severity="warning" sx={{ mt: 2 }}>
          {sentenceOf(stop.error)}
        </Alert>
      )}
    </Paper>
  );
}

/** Room for what is asked for, or why it cannot be told. */
function NotKnownYet({ loads }: { loads: readonly Load[] }) {
  const failed = loads.find(({ data, error }) => data === undefined && error !== null);
  return failed ? <LoadFailed of={failed} /> : <Skeleton variant="text" width="60%" height={48} />;
}

function Running({ sync }: { sync: Sync }) {
  const seen = sync.seen ? `, ${numberOf(sync.seen)} people so far` : '';
  return (
    <Stack spacing={1}>
      <Typography>
        {sync.mode === 'preview' && 'Preview: '}
        {stepOf(sync)}
        {seen}…
      </Typography>
      <LinearProgress variant="determinate" value={progressOf(sync)} aria-label="Progress of the sync" />
    </Stack>
  );
}

/** An older check that still waits, below a newer preview. */
function Waiting({ sync }: { sync: Sync }) {
  return (
    <Alert severity="warning" sx={{ mt: 2 }}>
      <AlertTitle>Waiting for your OK</AlertTitle>
      {`Sync ${sync.syncNumber} found changes on ${shown(sync.startedAt)}. `}
      <ToChanges sync={sync} />
    </Alert>
  );
}

function ToChanges({ sync }: { sync: Sync }) {
  return (
    <A component={Link} to={`/syncs/${sync.syncId}`}>
      {isHeld(sync) ? 'Look at the changes to check' : 'Look at the changes'}
    </A>
  );
}

/** Several reasons are a list. */
function WhyItWaits({ sync }: { sync: Sync }) {
  if (sync.heldReasons.length < 2) return outcomeOf(sync);
  return (
    <>
      Waiting for your OK for {sync.heldReasons.length} reasons:
      <Reasons of={sync.heldReasons} label="Why the changes wait" />
    </>
  );
}

const severities: Readonly<Record<string, 'success' | 'error' | 'info'>> = {
  completed: 'success',
  failed: 'error',
  previewed: 'info',
  superseded: 'info',
};

function LastOutcome({
  sync,
  connected,
  lastSuccess,
  nextAt,
}: {
  sync: Sync | null;
  connected: boolean;
  lastSuccess: Sync | null;
  nextAt: string | null;
}) {
  const isLost = useIsLost();
  if (!connected) {
    return (
      <Typography>
        PeopleHR is not connected.{' '}
        <A component={Link} to="/profile/integrations">
          Open Integrations
        </A>{' '}
        and paste your API key.
      </Typography>
    );
  }
  if (!sync)
    return (
      <Typography>
        PeopleHR is connected. Press &lsquo;Preview changes&rsquo; to see whom it brings and how many licences that
        takes, or &lsquo;Sync PeopleHR&rsquo; to bring in your people.
      </Typography>
    );
  return (
    <Alert
      // What was well when the server last answered need not be now.
      severity={isLost ? 'info' : (severities[sync.status] ?? 'warning')}
      variant="outlined"
      sx={{ border: 0, p: 0 }}
    >
      {isLost && 'When PeopleSync last answered: '}
      {isHeld(sync) ? <WhyItWaits sync={sync} /> : outcomeOf(sync)}{' '}
      {sync.planHash !== null && <ToChanges sync={sync} />}
      <Typography variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
        {shown(sync.finishedAt ?? sync.startedAt)}
        {startedBy(sync) !== '' && `, started by: ${startedBy(sync)}`}
      </Typography>
      {lastSuccess?.syncId !== sync.syncId && (
        <Typography variant="body2" color="text.secondary">
          {lastSuccess === null
            ? 'No sync has been successful yet.'
            : `Last successful sync: ${shown(lastSuccess.finishedAt)}.`}
        </Typography>
      )}
      {nextAt !== null && (
        <Typography variant="body2" color="text.secondary">
          Next sync: {shown(nextAt)}.
        </Typography>
      )}
    </Alert>
  );
}
