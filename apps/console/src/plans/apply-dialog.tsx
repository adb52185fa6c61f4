import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { peopleOf } from '../shell/numbers';

/** Asks once more before people become inactive, and says what that means for them. */
export function ApplyDialog({
  open,
  leaving,
  sentence,
  onClose,
  onApply,
}: {
  open: boolean;
  /** How many people become inactive. */
  leaving: number;
  /** All that 'Apply' does. */
  sentence: string;
  onClose: () => void;
  onApply: () => void;
}) {
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby="apply-title" aria-describedby="apply-text">
      <DialogTitle id="apply-title">Make {peopleOf(leaving)} inactive?</DialogTitle>
      <DialogContent id="apply-text">
        <Typography sx={{ mb: 1.5 }}>{sentence}</Typography>
        <Typography>
          Whoever becomes inactive is in no further survey, and their licence comes free. Their data and their past
          surveys are kept; they are active again when a sync finds them in PeopleHR as current.
        </Typography>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Go back</Button>
        <Button variant="contained" onClick={onApply}>
          Apply
        </Button>
      </DialogActions>
    </Dialog>
  );
}
