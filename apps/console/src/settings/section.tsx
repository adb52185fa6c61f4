import { Paper, Stack, Typography } from '@mui/material';
import { type ReactNode, useId } from 'react';

/** A part of the settings: its name, what it is about, and its form. */
export function Section({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  const id = useId();
  return (
    <Paper component="section" variant="outlined" aria-labelledby={id} sx={{ p: { xs: 2, sm: 3 } }}>
      <Stack spacing={2}>
        <Typography variant="h2" id={id}>
          {title}
        </Typography>
        <Typography color="text.secondary" sx={{ maxWidth: 760 }}>
          {about}
        </Typography>
        {children}
      </Stack>
    </Paper>
  );
}
