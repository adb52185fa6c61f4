import {
  Alert,
  Chip,
  Paper,
  Skeleton,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { sentenceOf } from '../api/problem';
import type { Sync } from '../api/syncs.api';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { labelOf, outcomeOf, running, stepOf } from './sync-words';

/** Every sync, newest first: who started it, when, and what came of it. */
export function SyncsPage() {
  const { api } = useSession();
  const syncs = useQuery({ queryKey: ['syncs', 'list'], queryFn: () => api.syncs.list(50) });
  return (
    <Stack spacing={3}>
      <Typography variant="h1">Syncs</Typography>
      {syncs.isPending && <Skeleton variant="rounded" height={240} />}
      {syncs.isError && <Alert severity="error">{sentenceOf(syncs.error)}</Alert>}
      {syncs.data?.items.length === 0 && <Typography>No sync has run yet.</Typography>}
      {syncs.data !== undefined && syncs.data.items.length > 0 && <SyncTable syncs={syncs.data.items} />}
    </Stack>
  );
}

const colours: Readonly<Record<string, 'success' | 'error' | 'warning'>> = {
  completed: 'success',
  'completed-with-problems': 'warning',
  failed: 'error',
  held: 'warning',
};

function SyncTable({ syncs }: { syncs: readonly Sync[] }) {
  return (
    <TableContainer component={Paper} variant="outlined" tabIndex={0} role="region" aria-label="Table of syncs">
      <Table size="small" aria-label="Syncs">
        <TableHead>
          <TableRow>
            {['No.', 'Started', 'By', 'State', 'Outcome'].map((column) => (
              <TableCell key={column} scope="col" sx={{ fontWeight: 650 }}>
                {column}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {syncs.map((sync) => (
            <TableRow key={sync.id} hover>
              <TableCell>{sync.number}</TableCell>
              <TableCell>{shown(sync.startedAt)}</TableCell>
              <TableCell>{sync.requestedBy}</TableCell>
              <TableCell>
                <Chip
                  size="small"
                  variant="outlined"
                  color={colours[sync.status] ?? 'default'}
                  label={labelOf(sync.status)}
                />
              </TableCell>
              <TableCell>{running.includes(sync.status) ? stepOf(sync) : outcomeOf(sync)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
