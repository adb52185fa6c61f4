import { Link as A, Paper, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import type { AuditEvent } from '@people-sync/contracts/api';
import { Link } from 'react-router';
import { Address } from '../shell/address';
import { shown } from '../shell/dates';
import { scrollingTable } from '../shell/scrolling-table';
import { kindWords } from './kind-words';
import { nameIn } from './name-in';

/** Events, one a row, each leading to itself. */
export function RecordTable({ events }: { events: readonly AuditEvent[] }) {
  return (
    <TableContainer
      component={Paper}
      variant="outlined"
      tabIndex={0}
      role="region"
      aria-label="Table of what happened"
      sx={scrollingTable}
    >
      <Table size="small" stickyHeader aria-label="What happened">
        <TableHead>
          <TableRow>
            {['When', 'What happened', 'Who', 'By', 'About'].map((column) => (
              <TableCell key={column} scope="col" sx={{ fontWeight: 650 }}>
                {column}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {events.map((event) => (
            <TableRow key={event.index}>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>{shown(event.at)}</TableCell>
              <TableCell>
                <A component={Link} to={`/audit/${encodeURIComponent(event.eventId)}`}>
                  {event.message}
                </A>
              </TableCell>
              <TableCell>{nameIn(event.data)}</TableCell>
              <TableCell>{event.actor !== null && <Address of={event.actor} />}</TableCell>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>{kindWords[event.kind]}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
