import { Stack, Typography } from '@mui/material';

/** Who should be in WeThrive, and what waits for an OK. */
export function SettingsPage() {
  return (
    <Stack spacing={3}>
      <Typography variant="h1">Settings</Typography>
    </Stack>
  );
}
