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
import type { Preview } from './columns';

/** The first people of a list as they were understood, and which columns are not used. */
export function ImportPreview({ preview: { columns, first, people, lack } }: { preview: Preview }) {
  const used = columns.flatMap(({ field }, index) => (field === null ? [] : [{ field, index }]));
  const unused = columns.flatMap(({ header, field }) => (field === null && header !== '' ? [header] : []));
  return (
    <Stack spacing={1.5}>
      {lack !== null && <Alert severity="warning">{lack}</Alert>}
      {lack === null && (
        <>
          <Typography variant="h2">
            {people > first.length ? `The first ${first.length} of ${numberOf(people)}` : 'What will be imported'}
          </Typography>
          <TableContainer tabIndex={0} role="region" aria-label="First people of the list">
            <Table size="small" aria-label="First people of the list">
              <TableHead>
                <TableRow>
                  {used.map(({ field, index }) => (
                    <TableCell key={index} scope="col" sx={{ fontWeight: 650 }}>
                      {field}
                    </TableCell>
                  ))}
                </TableRow>
              </TableHead>
              <TableBody>
                {first.map(({ line, cells }) => (
                  <TableRow key={line}>
                    {used.map(({ index }) => (
                      <TableCell key={index}>{cells[index]}</TableCell>
                    ))}
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </TableContainer>
        </>
      )}
      {unused.length > 0 && (
        <Typography variant="body2" color="text.secondary">
          Not used: {unused.join(', ')}.
        </Typography>
      )}
    </Stack>
  );
}
