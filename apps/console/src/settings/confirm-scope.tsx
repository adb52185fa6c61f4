import type { ScopeEffect } from '@people-sync/contracts/api';
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, Typography } from '@mui/material';
import { peopleOf } from '../shell/numbers';
import { nextSentence } from './scope-words';

/** Asks once more before people become inactive, and says what happens next. */
export function ConfirmScope(props: {
  open: boolean;
  effect: ScopeEffect;
  isSaving: boolean;
  onSave: () => void;
  onBack: () => void;
}) {
  const { effect } = props;
  return (
    <Dialog open={props.open} onClose={props.onBack} aria-labelledby="confirm-scope">
      <DialogTitle id="confirm-scope">
        {peopleOf(effect.leaving)} {effect.leaving === 1 ? 'leaves' : 'leave'} WeThrive
      </DialogTitle>
      <DialogContent>
        <Stack spacing={1.5}>
          <Typography>{nextSentence(effect)}</Typography>
          <Typography>
            As you have seen their number here, the sync does not ask you about them again. You can change these
            settings back at any time: then they come back.
          </Typography>
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={props.onBack}>Go back</Button>
        <Button variant="contained" loading={props.isSaving} onClick={props.onSave}>
          Save
        </Button>
      </DialogActions>
    </Dialog>
  );
}
