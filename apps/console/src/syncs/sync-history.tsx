import {
  Box,
  Button,
  Collapse,
  Paper,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import type { Sync } from '@people-sync/contracts/api';
import { useQueries } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { type ChartLine, LineChart } from '../shell/line-chart';
import { numberOf } from '../shell/numbers';
import { scrollingTable } from '../shell/scrolling-table';
import { type HistoryPoint, historyPoints } from './history-points';

/** One sync is no history. */
const FEW = 2;

/** How many people were active after each of the last syncs, and who joined, left and changed; as a table, too. */
export default function SyncHistory({ syncs }: { syncs: readonly Sync[] }) {
  const points = useMemo(() => historyPoints(syncs), [syncs]);
  const active = useActive(points);
  const places = useMemo(() => points.map(({ number }) => `${number}`), [points]);
  const people = useMemo<ChartLine[]>(() => [{ label: 'Active people', colour: 'primary', values: active }], [active]);
  const changes = useMemo<ChartLine[]>(
    () => [
      { label: 'Joined', colour: 'success', values: points.map(({ joined }) => joined) },
      { label: 'Left', colour: 'error', values: points.map(({ left }) => left) },
      { label: 'Updated', colour: 'info', values: points.map(({ changed }) => changed) },
    ],
    [points],
  );
  const [isTable, setTable] = useState(false);
  const tableId = useId();
  if (points.length < FEW) return null;
  return (
    <Paper variant="outlined" component="section" aria-label="The last syncs" sx={{ p: 2, width: '100%' }}>
      <Box
        sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' } }}
      >
        <Stack spacing={1}>
          <Typography variant="h2">Active people after each sync</Typography>
          <LineChart label="Active people after each sync" places={places} lines={people} />
        </Stack>
        <Stack spacing={1}>
          <Typography variant="h2">Joined, left and updated by each sync</Typography>
          <LineChart label="Joined, left and updated by each sync" places={places} lines={changes} />
        </Stack>
      </Box>
      <Button aria-expanded={isTable} aria-controls={tableId} onClick={() => setTable(!isTable)}>
        {isTable ? 'Hide the numbers' : 'Show the numbers'}
      </Button>
      <Collapse in={isTable} id={tableId} mountOnEnter unmountOnExit>
        <Numbers points={points} active={active} />
      </Collapse>
    </Paper>
  );
}

function Numbers({ points, active }: { points: readonly HistoryPoint[]; active: readonly (number | null)[] }) {
  const columns = ['Sync', 'Ended', 'Active people', 'Joined', 'Left', 'Updated'];
  return (
    <TableContainer tabIndex={0} role="region" aria-label="Table of the last syncs" sx={scrollingTable}>
      <Table size="small" stickyHeader aria-label="The last syncs">
        <TableHead>
          <TableRow>
            {columns.map((column, at) => (
              <TableCell key={column} scope="col" align={at > 1 ? 'right' : 'left'} sx={{ fontWeight: 650 }}>
                {column}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {points
            .map((point, at) => ({ ...point, active: active[at] ?? null }))
            .toReversed()
            .map((point) => (
              <TableRow key={point.syncId}>
                <TableCell component="th" scope="row">
                  {point.number}
                </TableCell>
                <TableCell>{shown(point.at)}</TableCell>
                {[point.active, point.joined, point.left, point.changed].map((count, at) => (
                  <TableCell key={columns[at + 2]} align="right">
                    {count === null ? '' : numberOf(count)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

/** How many people were active when each of these had ended; null until it is known. The past does not change. */
function useActive(points: readonly HistoryPoint[]): (number | null)[] {
  const { api } = useSession();
  return useQueries({
    queries: points.map(({ at }) => ({
      queryKey: keys.activePeople(at),
      queryFn: () => api.people.countActive(at),
      staleTime: Infinity,
    })),
    combine: numbersOf,
  });
}

const numbersOf = (found: readonly { readonly data: number | undefined }[]): (number | null)[] =>
  found.map(({ data }) => data ?? null);
