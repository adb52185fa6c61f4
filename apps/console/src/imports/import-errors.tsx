import { Alert, Stack, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import type { ImportError } from '../api/imports.api';
import { fieldName } from '../people/field-words';
import { rowsOf } from './csv';

const columns = ['Line', 'Column', 'What stands there', 'What to do'];

/** Every line that is wrong, what stands there, and what to do. */
export function ImportErrors({ errors, text }: { errors: readonly ImportError[]; text: string }) {
  const rows = new Map(rowsOf(text).map(({ line, cells }) => [line, cells.filter((cell) => cell !== '').join(', ')]));
  return (
    <Stack spacing={1.5}>
      <Alert severity="error">
        Nobody was imported. Correct {errors.length === 1 ? 'this line' : 'these lines'}, then import the whole list
        again.
      </Alert>
      <TableContainer tabIndex={0} role="region" aria-label="Lines to correct">
        <Table size="small" aria-label="Lines to correct">
          <TableHead>
            <TableRow>
              {columns.map((column) => (
                <TableCell key={column} scope="col" sx={{ fontWeight: 650 }}>
                  {column}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {errors.map(({ line, field, code, message }) => (
              <TableRow key={`${line} ${field} ${code}`}>
                <TableCell component="th" scope="row">
                  {line}
                </TableCell>
                <TableCell>{field === '' ? '' : fieldName(field)}</TableCell>
                <TableCell sx={{ overflowWrap: 'anywhere' }}>{rows.get(line)}</TableCell>
                {/* The line has a column of its own. */}
                <TableCell>{message.replace(/^Line \d+: (.)/, (_all, first: string) => first.toUpperCase())}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Stack>
  );
}
