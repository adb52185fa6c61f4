import { Stack, Typography } from '@mui/material';

/** One sync: its changes to check, and what became of them. */
export function SyncPage() {
  return (
    <Stack spacing={3}>
      <Typography variant="h1">Changes to check</Typography>
    </Stack>
  );
}
