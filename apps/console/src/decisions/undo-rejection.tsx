import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useState } from 'react';
import { sentenceOf } from '../api/problem';
import { useSession } from '../session/session-context';
import { useUndoRejection } from './use-decisions';

/** Takes back, as one, every no that somebody said to the changes of one check, after saying what that means. */
export function UndoRejection({
  syncId,
  many,
  onGone,
}: {
  syncId: string;
  /** `38`, or `500 or more`. */
  many: string;
  onGone: () => void;
}) {
  const { mayChange } = useSession();
  const undo = useUndoRejection();
  const [open, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
    undo.reset();
  };
  if (!mayChange) return null;
  const onSuccess = (): void => {
    close();
    onGone();
  };
  return (
    <>
      <Button variant="outlined" onClick={() => setOpen(true)} sx={{ flexShrink: 0 }}>
        Undo all {many}
      </Button>
      <Dialog open={open} onClose={close} aria-labelledby="undo-all-title" aria-describedby="undo-all-text">
        <DialogTitle id="undo-all-title">Take back your no to {many} changes?</DialogTitle>
        <DialogContent id="undo-all-text">
          <Typography>
            Nothing changes now. The next sync decides anew about these people, by what PeopleHR has then; if more would
            change than usual, it waits for your OK again.
          </Typography>
          {undo.isError && <Alert severity="error">{sentenceOf(undo.error)}</Alert>}
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>Go back</Button>
          <Button variant="contained" loading={undo.isPending} onClick={() => undo.mutate(syncId, { onSuccess })}>
            Undo all
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
