import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '../api/problem';
import { useSession } from '../session/session-context';
import { useNotice } from '../shell/notices';
import { leaveOutEffect, type Subject } from './leave-out';

/** Asks for the reason, and says what happens next, before somebody is left out. */
export function LeaveOutDialog({ person, onClose }: { person: Subject; onClose: () => void }) {
  const { api } = useSession();
  const notice = useNotice();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const leaveOut = useMutation({
    mutationFn: () => api.decisions.settle({ personId: person.personId, leaveOut: true, reason: reason.trim() }),
    onSuccess: async () => {
      onClose();
      notice({ severity: 'success', text: `${person.name} is left out of WeThrive from the next sync on.` });
      await queries.invalidateQueries();
    },
  });
  return (
    <Dialog open onClose={onClose} aria-labelledby="leave-out-title" fullWidth maxWidth="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '' && !leaveOut.isPending) leaveOut.mutate();
        }}
      >
        <DialogTitle id="leave-out-title">Leave {person.name} out of WeThrive?</DialogTitle>
        <DialogContent>
          <Stack spacing={2}>
            <Typography>{leaveOutEffect(person)}</Typography>
            <Typography>They stay out, whatever PeopleHR says, until you undo this here or in the settings.</Typography>
            <TextField
              label="Reason"
              required
              autoFocus
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              helperText="For whoever asks later, e.g. ‘on long-term leave’"
              slotProps={{ htmlInput: { maxLength: 500 } }}
            />
            {leaveOut.isError && <Alert severity="error">{sentenceOf(leaveOut.error)}</Alert>}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Go back</Button>
          <Button type="submit" variant="contained" disabled={reason.trim() === ''} loading={leaveOut.isPending}>
            Leave out
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
