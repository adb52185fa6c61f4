import { Button, Skeleton, Stack, Typography } from '@mui/material';
import type { Sync } from '@people-sync/contracts/api';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import type { Page } from '../api/page';
import { every } from '../api/queries';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { LoadFailed } from '../shell/load-failed';
import { PageTitle } from '../shell/page-title';
import { SyncsTable } from './syncs-table';

// With the library that draws it.
const SyncHistory = lazy(() => import('./sync-history'));

const ROWS = 200;
/** A running one gets on. */
const LOOK_MS = 15_000;

/** Every sync, newest first: who started it, when, what came of it, and who decided. */
export function SyncsPage() {
  const { api } = useSession();
  const syncs = useInfiniteQuery<Page<Sync>, Error, InfiniteData<Page<Sync>>, readonly unknown[], string | null>({
    queryKey: keys.syncs,
    queryFn: ({ pageParam }) => api.syncs.list(ROWS, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: every(LOOK_MS),
  });
  const rows = useMemo(() => syncs.data?.pages.flatMap(({ items }) => items), [syncs.data]);
  return (
    <Stack spacing={3} sx={{ alignItems: 'flex-start' }}>
      <PageTitle>Syncs</PageTitle>
      {syncs.isPending && <Skeleton variant="rounded" height={240} width="100%" />}
      <LoadFailed of={syncs} />
      {rows?.length === 0 && <Typography>No sync has run yet.</Typography>}
      {rows !== undefined && rows.length > 0 && (
        <>
          <Suspense fallback={null}>
            <SyncHistory syncs={rows} />
          </Suspense>
          <SyncsTable syncs={rows} />
        </>
      )}
      {syncs.hasNextPage && (
        <Button variant="outlined" loading={syncs.isFetchingNextPage} onClick={() => void syncs.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}
