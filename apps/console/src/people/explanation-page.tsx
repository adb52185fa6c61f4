import { Alert, Button, Link as A, Paper, Skeleton, Stack, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { isUnknown } from '../api/problem';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { LoadFailed } from '../shell/load-failed';
import { PageTitle } from '../shell/page-title';
import { ExplanationSteps } from './explanation-steps';

/** Why somebody is not in the table, or is as they are: by email address or employee ID. */
export function ExplanationPage() {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('who') ?? '';
  const [typed, setTyped] = useState(asked);
  return (
    <Stack spacing={3} sx={{ maxWidth: 760 }}>
      <PageTitle>Why is somebody not here?</PageTitle>
      <Typography color="text.secondary">
        Whoever PeopleHR ever sent can be asked about, also those who were not added.
      </Typography>
      <Stack
        component="form"
        role="search"
        aria-label="Somebody"
        direction={{ xs: 'column', sm: 'row' }}
        spacing={1.5}
        onSubmit={(event) => {
          event.preventDefault();
          setParameters((before) => {
            const next = new URLSearchParams(before);
            next.set('who', typed.trim());
            return next;
          });
        }}
      >
        <TextField
          label="Email address or employee ID"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          sx={{ flexGrow: 1 }}
          slotProps={{ htmlInput: { maxLength: 254, autoComplete: 'off', spellCheck: false } }}
        />
        <Button type="submit" variant="contained" disabled={typed.trim() === ''}>
          Why?
        </Button>
      </Stack>
      {asked !== '' && <Answer key={asked} asked={asked} />}
    </Stack>
  );
}

function Answer({ asked }: { asked: string }) {
  const { api } = useSession();
  const explanation = useQuery({
    queryKey: keys.explanationOf(asked),
    queryFn: () => api.explanations.find(asked.includes('@') ? { email: asked } : { employeeId: asked }),
  });
  if (explanation.isPending) return <Skeleton variant="rounded" height={120} />;
  if (explanation.isLoadingError) {
    return isUnknown(explanation.error) ? (
      <Alert severity="info">
        Nobody with the {asked.includes('@') ? 'email address' : 'employee ID'} {asked} was ever in PeopleHR or
        WeThrive, as far as the syncs have seen. Check how it is written in PeopleHR. Whoever is new there is seen by
        the next sync.
      </Alert>
    ) : (
      <LoadFailed of={explanation} />
    );
  }
  const { name, employeeId, personId, summary, steps } = explanation.data;
  return (
    <Paper variant="outlined" sx={{ p: { xs: 2, sm: 3 } }}>
      <Stack spacing={1.5}>
        <Typography variant="h2">
          {name ?? asked}
          {employeeId !== null && ` (employee ID ${employeeId})`}
        </Typography>
        <Typography>{summary}</Typography>
        {personId !== null && (
          <A component={Link} to={`/people/${personId}`}>
            Open their page
          </A>
        )}
        <ExplanationSteps steps={steps} />
      </Stack>
    </Paper>
  );
}
