import type { ImportError } from '@people-sync/contracts/api';
import { Stack, Table, TableBody, TableCell, TableContainer, TableHead, TableRow, Typography } from '@mui/material';
import { Address } from '../shell/address';
import { numberOf } from '../shell/numbers';

const columns = ['Line', 'Column', 'What stands there', 'What to do'];

/** Every line that is wrong, what stands there, and what to do. */
export function ImportErrors({ errors, more }: { errors: readonly ImportError[]; more: number }) {
  return (
    <Stack spacing={1}>
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
            {errors.map(({ line, field, label, code, message, text = '' }) => (
              <TableRow key={`${line} ${field} ${code}`}>
                <TableCell component="th" scope="row">
                  {line}
                </TableCell>
                <TableCell>{label}</TableCell>
                <TableCell sx={{ overflowWrap: 'anywhere' }}>
                  <Address of={text} />
                </TableCell>
                {/* The line has a column of its own. */}
                <TableCell>
                  {message.replace(/^Line \d+(?:, column \d+)?: (.)/, (_all, first: string) => first.toUpperCase())}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      {more > 0 && <Typography>And {numberOf(more)} more.</Typography>}
    </Stack>
  );
}
