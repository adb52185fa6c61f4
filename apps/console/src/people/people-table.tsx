import {
  Chip,
  Link as A,
  Paper,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
} from '@mui/material';
import { Link } from 'react-router';
import type { Person } from '../api/people.api';

const columns = ['Name', 'Email', 'Team', 'Location', 'Department', 'Manager', 'Status'];

/** The People table as WeThrive has it. */
export function PeopleTable({ people }: { people: readonly Person[] }) {
  return (
    <TableContainer component={Paper} variant="outlined" tabIndex={0} role="region" aria-label="People table">
      <Table size="small" aria-label="People">
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
          {people.map((person) => (
            <TableRow key={person.personId} hover>
              <TableCell component="th" scope="row">
                <A component={Link} to={`/people/${person.personId}`}>
                  {person.name}
                </A>
              </TableCell>
              <TableCell>{person.email}</TableCell>
              <TableCell>{person.team}</TableCell>
              <TableCell>{person.location}</TableCell>
              <TableCell>{person.department}</TableCell>
              <TableCell>{person.manager}</TableCell>
              <TableCell>
                <StatusChip status={person.status} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

/** A person's status in the words of the screen. */
export function StatusChip({ status }: { status: Person['status'] }) {
  if (status === 'active') return <Chip size="small" color="success" variant="outlined" label="Active" />;
  if (status === 'waiting')
    return <Chip size="small" color="warning" variant="outlined" label="Waiting for a licence" />;
  return <Chip size="small" variant="outlined" label="Inactive" />;
}
