import type { ImportMode, ImportOutcome } from '@people-sync/contracts/api';
import { Alert, Button, LinearProgress, Link as A, Paper, Stack, TextField, Typography } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { importErrorsOf } from '../api/imports.api';
import { sentenceOf } from '../api/problem';
import { useWayBack } from '../people/use-way-back';
import { useSession } from '../session/session-context';
import { peopleOf } from '../shell/numbers';
import { PageTitle } from '../shell/page-title';
import { useUnsaved } from '../shell/unsaved';
import { textOf } from './file-text';
import { FileButton } from './file-button';
import { ImportErrors } from './import-errors';
import { ImportPreview } from './import-preview';
import { resultWords } from './import-words';

/** Brings in people who are in WeThrive already. */
export function ImportPage() {
  const { mayChange } = useSession();
  const wayBack = useWayBack();
  return (
    <Stack spacing={3} sx={{ maxWidth: 1080 }}>
      <Button component={Link} to={wayBack.to} sx={{ alignSelf: 'flex-start' }}>
        Back to People
      </Button>
      <PageTitle>Import people</PageTitle>
      <Typography sx={{ maxWidth: 760 }}>
        For people who were in WeThrive before PeopleHR was connected, and for those who never are in PeopleHR, like
        trustees or volunteers. No sync changes them or makes them inactive until PeopleHR has somebody with the same
        employee ID or email address; from then on syncs keep them up to date like everybody else. They use licences.
      </Typography>
      {mayChange ? <Import /> : <Typography>Ask an administrator to import people.</Typography>}
    </Stack>
  );
}

/** How long nothing was typed before the list is checked. */
const PAUSE_MS = 600;

function Import() {
  const { api } = useSession();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  useUnsaved(text.trim() !== '');
  const check = useMutation({ mutationFn: (list: string) => api.imports.csv(list, 'preview') });
  const send = useMutation({
    mutationFn: (mode: ImportMode) => api.imports.csv(text, mode),
    onSuccess: async () => {
      setText('');
      check.reset();
      await queries.invalidateQueries();
    },
  });
  const { mutate, reset } = check;
  useEffect(() => {
    if (text.trim() === '') return undefined;
    const pause = setTimeout(() => mutate(text), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [text, mutate]);
  const change = (next: string) => {
    setText(next);
    reset();
    send.reset();
  };
  // What was imported is told until the next list comes.
  const refusal = send.error ?? check.error;
  return (
    <Paper variant="outlined" sx={{ p: { xs: 2, sm: 3 } }}>
      <Stack spacing={2}>
        {send.isSuccess && <Result outcome={send.data} />}
        <Typography>
          In WeThrive open People &gt; Export and download it. Choose the file here, or copy it out of your spreadsheet
          and paste it. The first line names the columns; Name and Email address are needed, the others may be missing.
          You see what will be done before anything is.
        </Typography>
        <FileButton onFile={async (file) => change(textOf(await file.arrayBuffer()))} />
        <TextField
          label="List of people"
          multiline
          minRows={4}
          maxRows={12}
          value={text}
          onChange={(event) => change(event.target.value)}
          placeholder={'Name,Email address,Team\nMara Quill,mara.quill@northwind-tiles.example,Kiln'}
          slotProps={{
            inputLabel: { shrink: true },
            htmlInput: { spellCheck: false, style: { fontFamily: 'monospace', whiteSpace: 'pre', overflowX: 'auto' } },
          }}
        />
        {check.isPending && <LinearProgress aria-label="The list is checked" />}
        {refusal && <Refusal error={refusal} />}
        {check.isSuccess && !send.isError && (
          <>
            <ImportPreview outcome={check.data} />
            <Choice outcome={check.data} isPending={send.isPending} onImport={(mode) => send.mutate(mode)} />
          </>
        )}
      </Stack>
    </Paper>
  );
}

/** Everybody, or those whose lines are right: that is said, never taken for granted. */
function Choice(props: { outcome: ImportOutcome; isPending: boolean; onImport: (mode: ImportMode) => void }) {
  const { outcome, isPending, onImport } = props;
  if (outcome.imported === 0) return <Typography>There is nobody to be imported.</Typography>;
  const isWhole = outcome.refused === 0;
  return (
    <Stack spacing={1} sx={{ alignItems: 'flex-start' }}>
      <Button
        variant={isWhole ? 'contained' : 'outlined'}
        loading={isPending}
        onClick={() => onImport(isWhole ? 'all' : 'good')}
      >
        {isWhole ? `Import ${peopleOf(outcome.imported)}` : `Import only ${peopleOf(outcome.imported)}`}
      </Button>
      {!isWhole && <Typography>Or correct the lines above first, then choose the file again.</Typography>}
    </Stack>
  );
}

function Refusal({ error }: { error: Error }) {
  const errors = importErrorsOf(error);
  if (errors.length === 0) return <Alert severity="error">{sentenceOf(error)}</Alert>;
  return (
    <Stack spacing={1.5}>
      <Alert severity="error">Nobody can be imported from this list. Correct it, then choose it again.</Alert>
      <ImportErrors errors={errors} more={0} />
    </Stack>
  );
}

function Result({ outcome }: { outcome: ImportOutcome }) {
  return (
    <Alert severity="success">
      {resultWords(outcome).join(' ')}{' '}
      <A component={Link} to="/people">
        See them on People
      </A>
    </Alert>
  );
}
