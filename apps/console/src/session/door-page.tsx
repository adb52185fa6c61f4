import { Container, Paper, Stack, Typography } from '@mui/material';
import { type ReactNode, useEffect } from 'react';

/** A page that is seen before somebody is in. */
export function DoorPage({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = title.includes('PeopleSync') ? title : `${title} · PeopleSync`;
  }, [title]);
  return (
    <Container component="main" maxWidth="sm" sx={{ pt: { xs: 3, sm: 10 } }}>
      <Paper variant="outlined" sx={{ p: { xs: 2.5, sm: 4 } }}>
        <Stack spacing={2}>
          <Typography variant="h1">{title}</Typography>
          {children}
        </Stack>
      </Paper>
    </Container>
  );
}
