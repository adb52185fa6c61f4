import { Button, Skeleton, Stack, Typography } from '@mui/material';
import type { AuditEventPage as Rows } from '@people-sync/contracts/api';
import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { keys } from '../api/query-keys';
import type { RecordQuery } from '../api/record.api';
import { useSession } from '../session/session-context';
import { LoadFailed } from '../shell/load-failed';
import { PageTitle } from '../shell/page-title';
import { Findings } from './findings';
import { RecordFilters } from './record-filters';
import { RecordTable } from './record-table';
import { isNarrowed, useRecordQuery } from './use-record-query';

/** What happened, from the record that is only ever added to. */
export function AuditPage() {
  const [query, change] = useRecordQuery();
  return (
    <Stack spacing={3}>
      <PageTitle>Audit</PageTitle>
      <Typography color="text.secondary">
        Everything that happened, in the order in which it was received. The record is only ever added to, and each
        event has a proof that others can check without us.
      </Typography>
      <Findings />
      <RecordFilters query={query} onChange={change} />
      <Events query={query} />
    </Stack>
  );
}

function Events({ query }: { query: RecordQuery }) {
  const { api } = useSession();
  const events = useInfiniteQuery<Rows, Error, InfiniteData<Rows>, readonly unknown[], string | null>({
    queryKey: keys.recordEvents(query),
    queryFn: ({ pageParam }) => api.record.list(query, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  if (events.isPending) return <Skeleton variant="rounded" height={320} />;
  if (events.isLoadingError) return <LoadFailed of={events} />;
  const rows = events.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) {
    return (
      <Typography color="text.secondary">
        {isNarrowed(query) ? 'Nothing like that happened.' : 'Nothing has happened yet.'}
      </Typography>
    );
  }
  return (
    <Stack spacing={1.5} sx={{ alignItems: 'flex-start' }}>
      <RecordTable events={rows} />
      <LoadFailed of={events} />
      {events.hasNextPage && (
        <Button variant="outlined" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}
