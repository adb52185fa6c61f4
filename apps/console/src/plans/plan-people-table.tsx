import type { PlanItem } from '@people-sync/contracts/api';
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
  type Theme,
  Typography,
  useMediaQuery,
} from '@mui/material';
import { Link } from 'react-router';
import { dayOf } from '../shell/dates';
import { scrollingTable } from '../shell/scrolling-table';
import { Address } from '../shell/address';
import { kindName, reasonOf } from './change-words';
import { Changes } from './changes';
import type { Choosing } from './use-left-out';

/** What the table tells of each person's change: all of it, a leaver's last day, or nothing that the line above does not say. */
export type Detail = 'change' | 'leaving-date' | 'none';

/** Some people of a plan, each with a box to leave them out as long as that can be chosen. */
export function PeopleOfPlanTable({
  people,
  label,
  detail,
  choosing,
}: {
  people: readonly PlanItem[];
  label: string;
  detail: Detail;
  choosing: Choosing | null;
}) {
  const isWide = useWide();
  return (
    <TableContainer tabIndex={0} role="region" aria-label={`Table: ${label}`} sx={scrollingTable}>
      <Table size="small" stickyHeader aria-label={label}>
        <TableHead>
          <TableRow>
            {choosing && <Heading sx={{ width: 96 }}>Leave out</Heading>}
            <Heading>Name</Heading>
            {isWide && <Heading>Email</Heading>}
            {isWide && <Heading>Employee ID</Heading>}
            {isWide && <Heading>Team</Heading>}
            {isWide && <Heading>Department</Heading>}
            {isWide && <Heading>Location</Heading>}
            {detail !== 'none' && <Heading>{detail === 'change' ? 'Change' : 'Leaving date'}</Heading>}
          </TableRow>
        </TableHead>
        <TableBody>
          {people.map((item) => (
            <PersonRow key={item.personId} item={item} detail={detail} choosing={choosing} />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

/** On a narrow screen the address stands below the name. */
const useWide = (): boolean => useMediaQuery((theme: Theme) => theme.breakpoints.up('md'), { noSsr: true });

function Heading({ children, sx }: { children: string; sx?: object }) {
  return (
    <TableCell scope="col" sx={{ fontWeight: 650, whiteSpace: 'nowrap', ...sx }}>
      {children}
    </TableCell>
  );
}

function PersonRow({ item, detail, choosing }: { item: PlanItem; detail: Detail; choosing: Choosing | null }) {
  const name = item.name === '' ? (item.email ?? item.employeeId) : item.name;
  const isWide = useWide();
  const isOut = choosing?.leftOut.has(item.personId) ?? item.leftOut;
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
        {!choosing && item.leftOut && <Chip size="small" variant="outlined" label="Left out" />}
        {!isWide && (
          <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'break-word' }}>
            <Address of={item.email} />
          </Typography>
        )}
        {!isWide && <WhereTheyWork item={item} />}
      </TableCell>
      {isWide && (
        <TableCell>
          <Address of={item.email} />
        </TableCell>
      )}
      {isWide && <TableCell>{item.employeeId}</TableCell>}
      {isWide && <TableCell>{item.team}</TableCell>}
      {isWide && <TableCell>{item.department}</TableCell>}
      {isWide && <TableCell>{item.location}</TableCell>}
      {detail === 'leaving-date' && <TableCell>{leavingDateOf(item)}</TableCell>}
      {detail === 'change' && (
        <TableCell>
          <WhatChanges item={item} />
        </TableCell>
      )}
    </TableRow>
  );
}

/** On a narrow screen on one line below the name. */
function WhereTheyWork({ item: { team, department, location } }: { item: PlanItem }) {
  const words = [team, department, location].filter((word) => word !== null);
  return words.length === 0 ? null : (
    <Typography variant="body2" color="text.secondary">
      {words.join(', ')}
    </Typography>
  );
}

function leavingDateOf({ changes }: PlanItem): string {
  const date = changes.find(({ field }) => field === 'leavingDate')?.newValue;
  return date ? dayOf(date) : '';
}

function WhatChanges({ item }: { item: PlanItem }) {
  return item.kind === 'changed' ? <Changes changes={item.changes} /> : `${kindName(item.kind)}: ${reasonOf(item)}`;
}
