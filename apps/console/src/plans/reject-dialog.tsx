import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { peopleOf } from '../shell/numbers';

/** Asks once more, and says what a no means. */
export function RejectDialog({
  open,
  changes,
  isBusy,
  onClose,
  onReject,
}: {
  open: boolean;
  /** How many people the changes are about. */
  changes: number;
  isBusy: boolean;
  onClose: () => void;
  onReject: () => void;
}) {
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby="reject-title" aria-describedby="reject-text">
      <DialogTitle id="reject-title">Do not apply these changes?</DialogTitle>
      <DialogContent id="reject-text">
        <Typography sx={{ mb: 1.5 }}>
          Nothing changes in WeThrive: {peopleOf(changes)} {changes === 1 ? 'stays as they are' : 'stay as they are'}.
        </Typography>
        <Typography>
          PeopleSync does not ask again about these changes until PeopleHR has something else for the person. You find
          them under &lsquo;Kept by you&rsquo;, where each can be undone. Everything else goes on with the next sync.
        </Typography>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Go back</Button>
        <Button variant="contained" loading={isBusy} onClick={onReject}>
          Do not apply
        </Button>
      </DialogActions>
    </Dialog>
  );
}
