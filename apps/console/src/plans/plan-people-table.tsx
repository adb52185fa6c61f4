import {
  Checkbox,
  Chip,
  Link as A,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
} from '@mui/material';
import { Link } from 'react-router';
import type { PlanItem } from '../api/plans.api';
import { kindName, reasonOf } from './change-words';
import { Changes } from './changes';
import type { Choosing } from './use-left-out';

/** Some people of a plan, each with a box to leave them out as long as that can be chosen. */
export function PeopleOfPlanTable({
  people,
  label,
  showChanges,
  choosing,
}: {
  people: readonly PlanItem[];
  label: string;
  showChanges: boolean;
  choosing: Choosing | null;
}) {
  const columns = ['Name', 'Email', 'Employee ID', ...(showChanges ? ['Change'] : [])];
  return (
    <TableContainer tabIndex={0} role="region" aria-label={`Table: ${label}`}>
      <Table size="small" aria-label={label}>
        <TableHead>
          <TableRow>
            {choosing && (
              <TableCell scope="col" sx={{ fontWeight: 650, width: 96 }}>
                Leave out
              </TableCell>
            )}
            {columns.map((column) => (
              <TableCell key={column} scope="col" sx={{ fontWeight: 650 }}>
                {column}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {people.map((item) => (
            <PersonRow key={item.personId} item={item} showChanges={showChanges} choosing={choosing} />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

function PersonRow({
  item,
  showChanges,
  choosing,
}: {
  item: PlanItem;
  showChanges: boolean;
  choosing: Choosing | null;
}) {
  const name = item.name === '' ? (item.email ?? item.employeeId) : item.name;
  const isOut = choosing?.leftOut.has(item.personId) ?? item.excluded;
  return (
    <TableRow hover sx={isOut ? { '& td, & th': { color: 'text.secondary' } } : undefined}>
      {choosing && (
        <TableCell padding="checkbox">
          <Checkbox
            size="small"
            checked={isOut}
            onChange={(_event, checked) => choosing.choose([item], checked)}
            slotProps={{ input: { 'aria-label': `Leave out ${name}` } }}
          />
        </TableCell>
      )}
      <TableCell component="th" scope="row">
        {item.kind === 'joined' ? (
          name
        ) : (
          <A component={Link} to={`/people/${item.personId}`}>
            {name}
          </A>
        )}{' '}
        {!choosing && item.excluded && <Chip size="small" variant="outlined" label="Left out" />}
      </TableCell>
      <TableCell>{item.email}</TableCell>
      <TableCell>{item.employeeId}</TableCell>
      {showChanges && (
        <TableCell>
          <WhatChanges item={item} />
        </TableCell>
      )}
    </TableRow>
  );
}

/** A leaver's last day counts, not the fields in which it shows. */
function WhatChanges({ item }: { item: PlanItem }) {
  switch (item.kind) {
    case 'changed':
      return <Changes changes={item.changes} />;
    case 'left':
      return <Changes changes={item.changes.filter(({ field }) => field === 'leavingDate')} />;
    default:
      return `${kindName(item.kind)}: ${reasonOf(item)}`;
  }
}
