import { Alert, Button, Container, Paper, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';

/** For somebody who came without a token: says where one comes from, and takes a pasted one. */
export function SignIn({ problem, onToken }: { problem: string | null; onToken: (token: string) => void }) {
  const [token, setToken] = useState('');
  return (
    <Container component="main" maxWidth="sm" sx={{ pt: 10 }}>
      <Paper variant="outlined" sx={{ p: 4 }}>
        <Stack
          component="form"
          spacing={2}
          onSubmit={(event) => {
            event.preventDefault();
            if (token.trim() !== '') onToken(token.trim());
          }}
        >
          <Typography variant="h1">Sign in to PeopleSync</Typography>
          <Typography>
            Open PeopleSync from WeThrive and you are signed in. If you started it on this machine, open the link that{' '}
            <code>npm start</code> printed, or paste the access token here.
          </Typography>
          {problem !== null && <Alert severity="error">{problem}</Alert>}
          <TextField
            label="Access token"
            type="password"
            autoComplete="off"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
          <Button type="submit" variant="contained" disabled={token.trim() === ''}>
            Sign in
          </Button>
        </Stack>
      </Paper>
    </Container>
  );
}
