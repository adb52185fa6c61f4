import { LinearProgress, Stack, TablePagination, TextField, Typography } from '@mui/material';
import { useId, useMemo, useState } from 'react';
import { numberOf } from '../shell/numbers';
import { matches } from '../shell/search-fold';
import { LoadFailed } from '../shell/load-failed';
import { type Detail, PeopleOfPlanTable } from './plan-people-table';
import type { Choosing } from './use-left-out';
import { usePlanPeople, type WhichPeople } from './use-plan-people';

const ROWS = 50;

/** The people behind a line of changes: fifty at a time, and to be searched if there are more. */
export function PlanPeople({
  which,
  label,
  detail,
  choosing,
}: {
  which: WhichPeople;
  /** Of the table. */
  label: string;
  detail: Detail;
  choosing: Choosing | null;
}) {
  const [page, setPage] = useState(0);
  const [sought, setSought] = useState('');
  const searchId = useId();
  const words = sought.trim();
  const wanted = words === '' ? (page + 1) * ROWS : which.count;
  const { people, isLooking, load } = usePlanPeople(which, wanted);
  const found = useMemo(
    () => (words === '' ? people : people.filter(({ name, email }) => matches(`${name} ${email ?? ''}`, words))),
    [people, words],
  );
  const total = words === '' ? which.count : found.length;
  const rows = found.slice(page * ROWS, (page + 1) * ROWS);
  return (
    <Stack spacing={1}>
      {which.count > ROWS && (
        <TextField
          id={searchId}
          size="small"
          type="search"
          label={`Find somebody in these ${numberOf(which.count)} people`}
          value={sought}
          onChange={(event) => {
            setSought(event.target.value);
            setPage(0);
          }}
          sx={{ maxWidth: 420 }}
        />
      )}
      <LoadFailed of={load} />
      {isLooking && <LinearProgress aria-label="Looking for the people" />}
      {rows.length > 0 && <PeopleOfPlanTable people={rows} label={label} detail={detail} choosing={choosing} />}
      {rows.length === 0 && !isLooking && load.data && (
        <Typography role="status">Nobody matches this search.</Typography>
      )}
      {total > ROWS && (
        <TablePagination
          component="div"
          count={total}
          page={page}
          rowsPerPage={ROWS}
          rowsPerPageOptions={[ROWS]}
          onPageChange={(_event, next) => setPage(next)}
          labelDisplayedRows={({ from, to, count }) => `${numberOf(from)}–${numberOf(to)} of ${numberOf(count)}`}
        />
      )}
    </Stack>
  );
}
