import { Stack, Typography } from '@mui/material';

/** What needs a person's attention. */
export function ProblemsPage() {
  return (
    <Stack spacing={3}>
      <Typography variant="h1">Problems</Typography>
    </Stack>
  );
}
