import { Alert, Button, Link as A, Paper, Stack, TextField, Typography } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { importErrorsOf, type ImportResult } from '../api/imports.api';
import { sentenceOf } from '../api/problem';
import { useSession } from '../session/session-context';
import { numberOf, peopleOf } from '../shell/numbers';
import { PageTitle } from '../shell/page-title';
import { previewOf } from './columns';
import { textOf } from './csv';
import { FileButton } from './file-button';
import { ImportErrors } from './import-errors';
import { ImportPreview } from './import-preview';

/** Brings in people who are in WeThrive already. */
export function ImportPage() {
  const { mayChange } = useSession();
  return (
    <Stack spacing={3} sx={{ maxWidth: 1080 }}>
      <Button component={Link} to="/people" sx={{ alignSelf: 'flex-start' }}>
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

function Import() {
  const { api } = useSession();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const preview = previewOf(text);
  const send = useMutation({
    mutationFn: () => api.imports.csv(text),
    onSuccess: async () => {
      setText('');
      await queries.invalidateQueries();
    },
  });
  const change = (next: string) => {
    setText(next);
    send.reset();
  };
  const errors = importErrorsOf(send.error);
  return (
    <Paper variant="outlined" sx={{ p: { xs: 2, sm: 3 } }}>
      <Stack spacing={2}>
        {send.isSuccess && <Result result={send.data} />}
        <Typography>
          In WeThrive open People &gt; Export and download it. Choose the file here, or copy it out of your spreadsheet
          and paste it. The first line names the columns; Name and Email address are needed, the others may be missing.
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
        {preview && <ImportPreview preview={preview} />}
        {errors.length > 0 && <ImportErrors errors={errors} text={text} />}
        {send.isError && errors.length === 0 && <Alert severity="error">{sentenceOf(send.error)}</Alert>}
        {preview && (
          <Button
            variant="contained"
            sx={{ alignSelf: 'flex-start' }}
            disabled={preview.lack !== null}
            loading={send.isPending}
            onClick={() => send.mutate()}
          >
            Import {peopleOf(preview.people)}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

function Result({ result: { imported, unchanged } }: { result: ImportResult }) {
  const known =
    unchanged === 0
      ? ''
      : ` ${numberOf(unchanged)} ${unchanged === 1 ? 'was' : 'were'} known already and stay as they are.`;
  return (
    <Alert severity="success">
      Imported {peopleOf(imported)}.{known}{' '}
      <A component={Link} to="/people">
        See them on People
      </A>
    </Alert>
  );
}
