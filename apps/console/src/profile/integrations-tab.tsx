import {
  Alert,
  Box,
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Link as A,
  Paper,
  Skeleton,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { sentenceOf } from '../api/problem';
import type { Integration } from '../api/integration.api';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { useNotice } from '../shell/notices';

/** Where the administrator pastes PeopleHR's key. */
export function IntegrationsTab() {
  const { api } = useSession();
  const integration = useQuery({ queryKey: ['integration'], queryFn: () => api.integration.get() });
  if (integration.isPending) return <Skeleton variant="rounded" height={220} sx={{ maxWidth: 720 }} />;
  if (integration.isError) return <Alert severity="error">{sentenceOf(integration.error)}</Alert>;
  return (
    <Paper variant="outlined" sx={{ p: 3, maxWidth: 720 }}>
      <Stack spacing={2}>
        <Stack direction="row" spacing={2} sx={{ alignItems: 'center' }}>
          <Typography variant="h2">PeopleHR</Typography>
          <State status={integration.data.status} />
        </Stack>
        <Connection integration={integration.data} />
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

function KeyForm({ connected }: { connected: boolean }) {
  const { api, mayChange } = useSession();
  const notice = useNotice();
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const connect = useMutation({
    mutationFn: () => api.integration.connect(key.trim()),
    onSuccess: async (integration) => {
      setKey('');
      notice({
        severity: 'success',
        text: `The API link to PeopleHR is established: ${integration.companyName ?? 'your company'}. Now press 'Sync PeopleHR' on the People page.`,
      });
      await queries.invalidateQueries();
    },
  });
  if (!mayChange) return <Typography>Ask an administrator to change the connection.</Typography>;
  return (
    <Stack
      component="form"
      spacing={2}
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() !== '' && !connect.isPending) connect.mutate();
      }}
    >
      <TextField
        label="PeopleHR API key"
        name="peoplehr-api-key"
        autoComplete="off"
        value={key}
        onChange={(event) => {
          setKey(event.target.value);
          if (connect.isError) connect.reset();
        }}
        error={connect.isError}
        helperText={
          connected
            ? 'A new key replaces the one in use.'
            : 'PeopleSync checks the key with PeopleHR before it keeps it, encrypted.'
        }
        slotProps={{ htmlInput: { maxLength: 200, spellCheck: false } }}
      />
      {connect.isError && <Alert severity="error">{sentenceOf(connect.error)}</Alert>}
      <Stack direction="row" spacing={2} sx={{ alignItems: 'center' }}>
        <Button type="submit" variant="contained" disabled={key.trim() === ''} loading={connect.isPending}>
          Setup PeopleHR integration
        </Button>
        {connected && (
          <A component={Link} to="/people">
            Go to People
          </A>
        )}
      </Stack>
    </Stack>
  );
}

function Disconnect() {
  const { api, mayChange } = useSession();
  const queries = useQueryClient();
  const notice = useNotice();
  const [open, setOpen] = useState(false);
  const disconnect = useMutation({
    mutationFn: () => api.integration.disconnect(),
    onSuccess: async () => {
      setOpen(false);
      notice({ severity: 'info', text: 'PeopleHR is disconnected. Your people stay in WeThrive as they are.' });
      await queries.invalidateQueries();
    },
  });
  if (!mayChange) return null;
  return (
    <Box>
      <Button color="error" onClick={() => setOpen(true)}>
        Disconnect PeopleHR
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} aria-labelledby="disconnect-title">
        <DialogTitle id="disconnect-title">Disconnect PeopleHR?</DialogTitle>
        <DialogContent>
          <Typography>
            The key is deleted. Your people stay in WeThrive as they are, and are no longer updated.
          </Typography>
          {disconnect.isError && <Alert severity="error">{sentenceOf(disconnect.error)}</Alert>}
        </DialogContent>
        <DialogActions>
          <Button onClick={() => setOpen(false)}>Keep it</Button>
          <Button color="error" variant="contained" loading={disconnect.isPending} onClick={() => disconnect.mutate()}>
            Disconnect
          </Button>
        </DialogActions>
      </Dialog>
    </Box>
  );
}
