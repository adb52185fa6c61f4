import { Alert, Button, Link as A, Stack, TextField, Typography } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { ApiProblem, sentenceOf, textFact } from '../api/problem';
import { useSession } from '../session/session-context';
import { useNotice } from '../shell/notices';
import { ReplaceCompanyDialog } from './replace-company-dialog';

/** Takes PeopleHR's key; one of another company only after a second question. */
export function KeyForm({ connected }: { connected: boolean }) {
  const { api, mayChange } = useSession();
  const notice = useNotice();
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const connect = useMutation({
    mutationFn: (replaceCompany: boolean) => api.integration.connect(key.trim(), replaceCompany),
    onSuccess: async (integration) => {
      setKey('');
      notice({
        severity: 'success',
        text: `The API link to PeopleHR is established: ${integration.companyName ?? 'your company'}. Now press 'Sync PeopleHR' on the People page.`,
      });
      await queries.invalidateQueries();
    },
  });
  const isOther = connect.error instanceof ApiProblem && connect.error.code === 'wrong-company';
  if (!mayChange) return <Typography>Ask an administrator to change the connection.</Typography>;
  return (
    <Stack
      component="form"
      spacing={2}
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() !== '' && !connect.isPending) connect.mutate(false);
      }}
    >
      <TextField
        label="PeopleHR API key"
        name="peoplehr-api-key"
        autoComplete="off"
        value={key}
        onChange={(event) => {
          setKey(event.target.value);
          if (connect.isError) connect.reset();
        }}
        error={connect.isError}
        helperText={
          connected
            ? 'A new key replaces the one in use.'
            : 'PeopleSync checks the key with PeopleHR before it keeps it, encrypted.'
        }
        slotProps={{ htmlInput: { maxLength: 200, spellCheck: false } }}
      />
      {connect.isError && !isOther && <Alert severity="error">{sentenceOf(connect.error)}</Alert>}
      <ReplaceCompanyDialog
        open={isOther}
        sentence={sentenceOf(connect.error)}
        company={textFact(connect.error, 'offeredCompany')}
        onClose={() => connect.reset()}
        onReplace={() => connect.mutate(true)}
      />
      <Stack direction="row" spacing={2} sx={{ alignItems: 'center' }}>
        <Button type="submit" variant="contained" disabled={key.trim() === ''} loading={connect.isPending}>
          Setup PeopleHR integration
        </Button>
        {connected && (
          <A component={Link} to="/people">
            Go to People
          </A>
        )}
      </Stack>
    </Stack>
  );
}
