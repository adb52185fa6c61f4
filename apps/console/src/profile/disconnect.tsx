import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '../api/problem';
import { useSession } from '../session/session-context';
import { useNotice } from '../shell/notices';

/** Ends the connection, after saying what that means. */
export function Disconnect() {
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
