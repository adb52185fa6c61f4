import { Alert, Button, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { DoorPage } from './door-page';

/** For somebody who came without a link that is good: says where one comes from, and takes a pasted one. */
export function SignIn({ problem, onPaste }: { problem: string | null; onPaste: (text: string) => void }) {
  const [text, setText] = useState('');
  return (
    <DoorPage title="Sign in to PeopleSync">
      <Stack
        component="form"
        spacing={2}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') onPaste(text);
        }}
      >
        <Typography>
          Open PeopleSync from WeThrive and you are signed in. If you started it on this machine, open the link that{' '}
          <code>npm start</code> printed (<code>npm run link</code> prints a new one), or paste a link, a code or an
          access token here.
        </Typography>
        {problem !== null && <Alert severity="error">{problem}</Alert>}
        <TextField
          label="Link, code or access token"
          type="password"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 9000 } }}
        />
        <Button type="submit" variant="contained" disabled={text.trim() === ''}>
          Sign in
        </Button>
      </Stack>
    </DoorPage>
  );
}
