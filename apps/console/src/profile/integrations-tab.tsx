import { Alert, Box, Chip, Paper, Skeleton, Stack, Typography } from '@mui/material';
import type { Integration } from '@people-sync/contracts/api';
import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { LoadFailed } from '../shell/load-failed';
import { Disconnect } from './disconnect';
import { KeyForm } from './key-form';
import { NightlySync } from './nightly-sync';

/** Where the administrator pastes PeopleHR's key. */
export function IntegrationsTab() {
  const { api } = useSession();
  const integration = useQuery({ queryKey: keys.integration, queryFn: () => api.integration.get() });
  if (integration.isPending) return <Skeleton variant="rounded" height={220} sx={{ maxWidth: 720 }} />;
  if (integration.isLoadingError) return <LoadFailed of={integration} />;
  return (
    <Paper variant="outlined" sx={{ p: 3, maxWidth: 720 }}>
      <Stack spacing={2}>
        <Stack direction="row" spacing={2} sx={{ alignItems: 'center' }}>
          <Typography variant="h2">PeopleHR</Typography>
          <State status={integration.data.status} />
        </Stack>
        <Connection integration={integration.data} />
        {integration.data.status !== 'not-connected' && <NightlySync />}
        <KeyForm connected={integration.data.status !== 'not-connected'} />
        {integration.data.status !== 'not-connected' && <Disconnect />}
      </Stack>
    </Paper>
  );
}

function State({ status }: { status: Integration['status'] }) {
  if (status === 'connected') return <Chip color="success" label="Connected" size="small" />;
  if (status === 'broken') return <Chip color="error" label="Not working" size="small" />;
  return <Chip label="Not connected" size="small" />;
}

function Connection({ integration }: { integration: Integration }) {
  if (integration.status === 'not-connected') {
    return (
      <Typography>
        PeopleSync brings your people from PeopleHR to WeThrive. In PeopleHR open Settings &gt; API, make a key with
        &ldquo;Get All Employee Detail&rdquo; ticked for Employee, and paste it here.
      </Typography>
    );
  }
  return (
    <Box>
      <Typography>
        <strong>{integration.companyName}</strong>, key ending in {integration.keyHint}, since{' '}
        {shown(integration.connectedAt)}.
      </Typography>
      {integration.lastSuccessfulSync && (
        <Typography>Last successful sync: {shown(integration.lastSuccessfulSync.finishedAt)}.</Typography>
      )}
      {integration.status === 'broken' && (
        <Alert severity="error" sx={{ mt: 1 }}>
          {integration.message ?? 'PeopleHR no longer accepts this key. Make a new one in PeopleHR and paste it below.'}
        </Alert>
      )}
    </Box>
  );
}
