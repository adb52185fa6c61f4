import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { peopleOf } from '../shell/numbers';

/** Asks once more, and says what a no means. */
export function RejectDialog({
  open,
  changes,
  kept,
  isBusy,
  onClose,
  onReject,
}: {
  open: boolean;
  /** How many people the changes are about. */
  changes: number;
  /** Of how many of them something is kept away. */
  kept: number;
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
          {kept === 0
            ? 'Nothing of it is kept away: the next sync comes to these changes again. Tick whom you want to leave out for good before.'
            : `What made these changes wait, and whoever you ticked, is kept away (${peopleOf(kept)}): PeopleSync does not ask again until PeopleHR has something else about just that. You find it under ‘Kept by you’, where each can be undone.`}{' '}
          Everything else comes with the next sync.
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
