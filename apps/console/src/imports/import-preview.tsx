import type { ImportOutcome, KnownLine, UnderstoodFile } from '@people-sync/contracts/api';
import {
  Alert,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { numberOf } from '../shell/numbers';
import { ImportErrors } from './import-errors';
import { previewWords } from './import-words';

/** What becomes of a list: who will be imported, who is there already, and which lines cannot be read. */
export function ImportPreview({ outcome }: { outcome: ImportOutcome }) {
  const { imported, refused, errors, moreErrors, known, moreKnown, file } = outcome;
  return (
    <Stack spacing={2}>
      <Alert severity={refused > 0 ? 'warning' : 'info'} aria-label="What will be done">
        {previewWords(outcome).map((sentence) => (
          <Typography key={sentence}>{sentence}</Typography>
        ))}
      </Alert>
      {errors.length > 0 && <ImportErrors errors={errors} more={moreErrors} />}
      {file && imported > 0 && <FirstPeople file={file} imported={imported} />}
      {known.length > 0 && <KnownPeople known={known} more={moreKnown} />}
    </Stack>
  );
}

/** The first people as they were understood, and which columns are not used. */
function FirstPeople({ file: { columns, first }, imported }: { file: UnderstoodFile; imported: number }) {
  const used = columns.flatMap(({ field, label }) => (field === null || label === null ? [] : [{ field, label }]));
  const unused = columns.flatMap(({ name, field }) => (field === null && name !== '' ? [name] : []));
  return (
    <Stack spacing={1.5}>
      <Typography variant="h2">
        {imported > first.length ? `The first ${first.length} of the list` : 'The list'}
      </Typography>
      <TableContainer tabIndex={0} role="region" aria-label="First people of the list">
        <Table size="small" aria-label="First people of the list">
          <TableHead>
            <TableRow>
              {used.map(({ field, label }) => (
                <TableCell key={field} scope="col" sx={{ fontWeight: 650 }}>
                  {label}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {first.map((person, index) => (
              <TableRow key={index}>
                {used.map(({ field }) => (
                  <TableCell key={field}>{Object.entries(person).find(([name]) => name === field)?.[1]}</TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      {unused.length > 0 && (
        <Typography variant="body2" color="text.secondary">
          Not used: {unused.join(', ')}.
        </Typography>
      )}
    </Stack>
  );
}

function KnownPeople({ known, more }: { known: readonly KnownLine[]; more: number }) {
  return (
    <details>
      <summary>Who is in WeThrive already</summary>
      <Stack component="ul" sx={{ mt: 1, mb: 0, pl: 3 }}>
        {known.map(({ line, message }) => (
          <Typography component="li" key={line}>
            {message}
          </Typography>
        ))}
      </Stack>
      {more > 0 && <Typography>And {numberOf(more)} more.</Typography>}
    </details>
  );
}
