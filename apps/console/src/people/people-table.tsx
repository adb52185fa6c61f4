import type { Person } from '@people-sync/contracts/api';
import { fieldTitle } from '@people-sync/wording/shown';
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
  TableSortLabel,
} from '@mui/material';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { Address } from '../shell/address';
import { scrollingTable } from '../shell/scrolling-table';
import { useWayBack } from './use-way-back';

const columns = ['name', 'email', 'team', 'location', 'department', 'manager', 'status'] as const;
/** Of a row in one line, in pixels; the real height is measured. */
const ROW_HEIGHT = 37;
/** Rows beyond what is seen, so that a keyboard or a quick hand finds the next ones there. */
const AHEAD = 30;

/**
 * The People table as WeThrive has it. Only the rows in sight are on the page, so that it is as quick with thousands; its
 * head stays where it is.
 * @param total how many there are, of whom `people` are the first.
 * @param sort the column that orders them, or `-` and that; empty: by name.
 * @param onNearEnd is called when the last of them come into sight.
 */
export function PeopleTable(props: {
  people: readonly Person[];
  total: number;
  sort: string;
  onSort: (sort: string) => void;
  onNearEnd: () => void;
}) {
  const { people, total, sort, onSort, onNearEnd } = props;
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: people.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => people[index]?.personId ?? index,
    overscan: AHEAD,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1);
  useEffect(() => {
    // Another order is read from its beginning.
    frame.current?.scrollTo({ top: 0 });
  }, [sort]);
  const isNearEnd = last !== undefined && last.index >= people.length - AHEAD;
  useEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, onNearEnd]);
  return (
    <TableContainer
      ref={frame}
      component={Paper}
      variant="outlined"
      tabIndex={0}
      role="region"
      aria-label="People table"
      sx={scrollingTable}
    >
      <Table size="small" stickyHeader aria-label="People" aria-rowcount={total + 1}>
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <Heading key={column} column={column} sort={sort} onSort={onSort} />
            ))}
          </TableRow>
        </TableHead>
        <Space height={shown[0]?.start ?? 0} />
        <TableBody>
          {shown.map(({ index, key }) => {
            const person = people[index];
            return person && <PersonRow key={key} person={person} index={index} measure={rows.measureElement} />;
          })}
        </TableBody>
        <Space height={rows.getTotalSize() - (last?.end ?? 0)} />
      </Table>
    </TableContainer>
  );
}

/** The name of a column; pressed, it orders the table, and once more the other way round. */
function Heading({ column, sort, onSort }: { column: string; sort: string; onSort: (sort: string) => void }) {
  const isUp = sort === column || (sort === '' && column === 'name');
  const isDown = sort === `-${column}`;
  const direction = isUp ? 'asc' : isDown ? 'desc' : false;
  return (
    <TableCell scope="col" sx={{ fontWeight: 650 }} sortDirection={direction}>
      <TableSortLabel
        active={direction !== false}
        direction={isDown ? 'desc' : 'asc'}
        onClick={() => onSort(isUp ? `-${column}` : column === 'name' ? '' : column)}
      >
        {fieldTitle(column)}
      </TableSortLabel>
    </TableCell>
  );
}

/** In place of rows that are out of sight. */
function Space({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden>
      <tr style={{ height }} />
    </tbody>
  );
}

function PersonRow(props: { person: Person; index: number; measure: (row: HTMLElement | null) => void }) {
  const { person, index } = props;
  const { state } = useWayBack();
  return (
    <TableRow hover ref={props.measure} data-index={index} aria-rowindex={index + 2}>
      <TableCell component="th" scope="row">
        <A component={Link} to={`/people/${person.personId}`} state={state}>
          {person.name}
        </A>
      </TableCell>
      <TableCell>
        <Address of={person.email} />
      </TableCell>
      <TableCell>{person.team}</TableCell>
      <TableCell>{person.location}</TableCell>
      <TableCell>{person.department}</TableCell>
      <TableCell>{person.manager}</TableCell>
      <TableCell>
        <StatusChip status={person.status} />
      </TableCell>
    </TableRow>
  );
}

/** A person's status in the words of the screen. */
export function StatusChip({ status }: { status: Person['status'] }) {
  if (status === 'active') return <Chip size="small" color="success" variant="outlined" label="Active" />;
  if (status === 'waiting')
    return <Chip size="small" color="warning" variant="outlined" label="Waiting for a licence" />;
  return <Chip size="small" variant="outlined" label="Inactive" />;
}
