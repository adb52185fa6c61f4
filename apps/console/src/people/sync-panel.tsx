import { Alert, Box, Button, LinearProgress, Link as A, Paper, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { sentenceOf } from '../api/problem';
import type { Sync } from '../api/syncs.api';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { outcomeOf, progressOf, stepOf } from '../syncs/sync-words';
import { useSyncNow } from '../syncs/use-sync-now';

/** The button, what the running sync does, and how the last one ended. */
export function SyncPanel() {
  const { api, mayChange } = useSession();
  const integration = useQuery({ queryKey: ['integration'], queryFn: () => api.integration.get() });
  const { sync, isRunning, start, stop } = useSyncNow();
  const connected = integration.data !== undefined && integration.data.status !== 'not-connected';
  return (
    <Paper variant="outlined" sx={{ p: 2.5 }}>
      <Stack direction={{ xs: 'column', md: 'row' }} spacing={2} sx={{ alignItems: { md: 'center' } }}>
        <Box sx={{ flexGrow: 1 }} role="status" aria-live="polite">
          {isRunning && sync ? <Running sync={sync} /> : <LastOutcome sync={sync} connected={connected} />}
        </Box>
        {mayChange && isRunning && sync && (
          <Button onClick={() => stop.mutate(sync.id)} loading={stop.isPending}>
            Cancel
          </Button>
        )}
        {mayChange && (
          <Button
            variant="contained"
            size="large"
            disabled={!connected || isRunning}
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            Sync PeopleHR
          </Button>
        )}
      </Stack>
      {start.isError && (
        <Alert severity="error" sx={{ mt: 2 }}>
          {sentenceOf(start.error)}
        </Alert>
      )}
      {stop.isError && (
        <Alert severity="warning" sx={{ mt: 2 }}>
          {sentenceOf(stop.error)}
        </Alert>
      )}
    </Paper>
  );
}

function Running({ sync }: { sync: Sync }) {
  const seen = sync.counts.seen > 0 ? `, ${sync.counts.seen.toLocaleString('en-GB')} people so far` : '';
  return (
    <Stack spacing={1}>
      <Typography>
        {stepOf(sync)}
        {seen}…
      </Typography>
      <LinearProgress variant="determinate" value={progressOf(sync)} aria-label="Progress of the sync" />
    </Stack>
  );
}

function LastOutcome({ sync, connected }: { sync: Sync | null; connected: boolean }) {
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
    return <Typography>PeopleHR is connected. Press &lsquo;Sync PeopleHR&rsquo; to bring in your people.</Typography>;
  const severity = sync.status === 'completed' ? 'success' : sync.status === 'failed' ? 'error' : 'warning';
  return (
    <Alert severity={severity} variant="outlined" sx={{ border: 0, p: 0 }}>
      {outcomeOf(sync)}
      <Typography variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
        {shown(sync.finishedAt)}
        {sync.requestedBy !== '' && `, started by ${sync.requestedBy}`}
      </Typography>
    </Alert>
  );
}
