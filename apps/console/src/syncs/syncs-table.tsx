import {
  Chip,
  Link as A,
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
import type { AppliedCounts, Sync } from '@people-sync/contracts/api';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { keys } from '../api/query-keys';
import { decidedSentence } from '../plans/plan-words';
import { useSession } from '../session/session-context';
import { Address } from '../shell/address';
import { shown } from '../shell/dates';
import { numberOf } from '../shell/numbers';
import { scrollingTable } from '../shell/scrolling-table';
import { isHeld, isMoving, labelOf, problemsOf, startedBy, stepOf, wouldSentence } from './sync-words';

const colours: Readonly<Record<string, 'success' | 'error' | 'warning'>> = {
  completed: 'success',
  'completed-with-problems': 'warning',
  failed: 'error',
  held: 'warning',
};

const numbers: readonly (readonly [label: string, count: keyof AppliedCounts])[] = [
  ['Added', 'joined'],
  ['Back', 'rejoined'],
  ['Updated', 'changed'],
  ['Left', 'left'],
  ['Waiting for a licence', 'waiting'],
  ['Not added or updated', 'refused'],
];

/** Syncs, one a row, each leading to its changes and its problems. */
export function SyncsTable({ syncs }: { syncs: readonly Sync[] }) {
  return (
    <TableContainer
      component={Paper}
      variant="outlined"
      tabIndex={0}
      role="region"
      aria-label="Table of syncs"
      sx={scrollingTable}
    >
      <Table size="small" stickyHeader aria-label="Syncs">
        <TableHead>
          <TableRow>
            {['No.', 'Started', 'State', 'By'].map((column) => (
              <TableCell key={column} scope="col" sx={{ fontWeight: 650 }}>
                {column}
              </TableCell>
            ))}
            {numbers.map(([label]) => (
              <TableCell key={label} scope="col" align="right" sx={{ fontWeight: 650 }}>
                {label}
              </TableCell>
            ))}
            <TableCell scope="col" sx={{ fontWeight: 650 }}>
              More
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {syncs.map((sync) => (
            <SyncRow key={sync.syncId} sync={sync} />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

function SyncRow({ sync }: { sync: Sync }) {
  const kind = sync.mode === 'preview' ? 'Preview' : 'Sync';
  return (
    <TableRow hover>
      <TableCell component="th" scope="row">
        {sync.syncNumber}
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>{shown(sync.startedAt ?? sync.requestedAt)}</TableCell>
      <TableCell sx={{ minWidth: 200 }}>
        <Stack spacing={0.5} sx={{ alignItems: 'flex-start' }}>
          <Chip size="small" variant="outlined" color={colours[sync.status] ?? 'default'} label={labelOf(sync)} />
          <Detail sync={sync} />
        </Stack>
      </TableCell>
      <TableCell sx={{ minWidth: 160 }}>
        <Address of={startedBy(sync)} />
      </TableCell>
      {numbers.map(([label, count]) => (
        <TableCell key={label} align="right">
          {sync.applied !== null && sync.applied[count] > 0 && numberOf(sync.applied[count])}
        </TableCell>
      ))}
      <TableCell>
        <Stack spacing={0.5}>
          <A component={Link} to={`/syncs/${sync.syncId}`} aria-label={`${moreOf(sync)}, ${kind} ${sync.syncNumber}`}>
            {moreOf(sync)}
          </A>
          {problemsOf(sync) > 0 && (
            <A
              component={Link}
              to={`/syncs/${sync.syncId}#problems`}
              aria-label={`Problems, ${kind} ${sync.syncNumber}`}
            >
              Problems
            </A>
          )}
        </Stack>
      </TableCell>
    </TableRow>
  );
}

const moreOf = (sync: Sync): string =>
  isHeld(sync) ? 'Changes to check' : sync.planHash === null ? 'Details' : 'Changes';

/** What the state alone does not say: how far, why, who. */
function Detail({ sync }: { sync: Sync }) {
  if (isMoving(sync)) return <Typography variant="body2">{stepOf(sync)}</Typography>;
  if (sync.status === 'failed' || sync.status === 'cancelled')
    return <Typography variant="body2">{sync.message}</Typography>;
  if (isHeld(sync) || sync.status === 'previewed')
    return sync.planned && <Typography variant="body2">{wouldSentence(sync.planned)}</Typography>;
  if (sync.heldBecause.length > 0) return <DecidedBy syncId={sync.syncId} />;
  return null;
}

function DecidedBy({ syncId }: { syncId: string }) {
  const { api } = useSession();
  const { data } = useQuery({
    queryKey: keys.decidedPlan(syncId),
    queryFn: () => api.plans.get(syncId),
    staleTime: Infinity,
  });
  const sentence = data ? decidedSentence(data) : null;
  return sentence === null ? null : <Typography variant="body2">{sentence}</Typography>;
}
