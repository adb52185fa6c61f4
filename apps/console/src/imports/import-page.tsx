import { Stack, Typography } from '@mui/material';

/** Brings in people who are in WeThrive already. */
export function ImportPage() {
  return (
    <Stack spacing={3}>
      <Typography variant="h1">Import people</Typography>
    </Stack>
  );
}
