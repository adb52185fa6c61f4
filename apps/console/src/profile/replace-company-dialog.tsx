import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';

/** Another company stands behind the new key: asks whether that is meant, and says what follows. */
export function ReplaceCompanyDialog({
  open,
  sentence,
  company,
  onClose,
  onReplace,
}: {
  open: boolean;
  /** Names both companies. */
  sentence: string;
  /** The company behind the new key; empty if it has no name. */
  company: string;
  onClose: () => void;
  onReplace: () => void;
}) {
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby="replace-title" aria-describedby="replace-text">
      <DialogTitle id="replace-title">Connect {company === '' ? 'another company' : company}?</DialogTitle>
      <DialogContent id="replace-text">
        <Typography sx={{ mb: 1.5 }}>{sentence} Nothing has been changed.</Typography>
        <Typography>
          If you connect it, your people are found in the new company by their email address, and the first sync waits
          for your OK before anything changes.
        </Typography>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Go back</Button>
        <Button color="error" variant="contained" onClick={onReplace}>
          Connect {company === '' ? 'the other company' : company}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
