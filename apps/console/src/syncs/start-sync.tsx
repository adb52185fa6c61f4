import { Alert, Button, Stack } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { sentenceOf } from '../api/problem';
import { useSession } from '../session/session-context';

/** Starts a sync and goes to its page; nothing for somebody who may only look. */
export function StartSync({ label }: { label: string }) {
  const { api, mayChange } = useSession();
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: () => api.syncs.start('apply'),
    onSuccess: (sync) => navigate(`/syncs/${sync.syncId}`),
  });
  if (!mayChange) return null;
  return (
    <Stack spacing={1} sx={{ alignItems: 'flex-end' }}>
      <Button color="inherit" variant="outlined" loading={start.isPending} onClick={() => start.mutate()}>
        {label}
      </Button>
      {start.isError && <Alert severity="error">{sentenceOf(start.error)}</Alert>}
    </Stack>
  );
}
