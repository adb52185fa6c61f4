import { Button, Link as A, Skeleton, Stack, Typography } from '@mui/material';
import type { PeoplePage as Rows } from '@people-sync/contracts/api';
import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue } from 'react';
import { Link } from 'react-router';
import type { PeopleQuery } from '../api/people.api';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { DownloadButton } from '../shell/download-button';
import { LoadFailed } from '../shell/load-failed';
import { peopleOf } from '../shell/numbers';
import { PageTitle } from '../shell/page-title';
import { AttentionList } from './attention-list';
import { LicencesLine, WaitingForLicence } from './licences-line';
import { isNarrowed, PeopleFilters } from './people-filters';
import { PeopleTable } from './people-table';
import { SyncPanel } from './sync-panel';
import { usePeopleQuery } from './use-people-query';
import { useWayBack } from './use-way-back';
import { explanationLink } from './explanation-link';

/** The People page: the sync above, the table below. */
export function PeoplePage() {
  const { api, mayChange } = useSession();
  const [query, setQuery] = usePeopleQuery();
  const { state } = useWayBack();
  return (
    <Stack spacing={3}>
      <Stack direction="row" sx={{ alignItems: 'baseline', justifyContent: 'space-between', flexWrap: 'wrap' }}>
        <PageTitle>People</PageTitle>
        <Stack
          direction="row"
          useFlexGap
          spacing={{ xs: 0.5, sm: 2 }}
          sx={{ alignItems: 'baseline', flexWrap: 'wrap' }}
        >
          <LicencesLine />
          <DownloadButton label="Export as CSV" name="people.csv" load={() => api.people.csv(query)} />
          {mayChange && (
            <Button component={Link} to="/people/import" state={state}>
              Import people
            </Button>
          )}
        </Stack>
      </Stack>
      <SyncPanel />
      <AttentionList />
      <WaitingForLicence
        isShown={query.status === 'waiting'}
        onShow={(only) => setQuery({ ...query, status: only ? 'waiting' : '' })}
      />
      <PeopleFilters query={query} onChange={setQuery} />
      <Results query={query} onSort={(sort) => setQuery({ ...query, sort })} />
    </Stack>
  );
}

function Results({ query, onSort }: { query: PeopleQuery; onSort: (sort: string) => void }) {
  const { api } = useSession();
  // Typing stays quick; the server is asked for what is typed when there is time for it.
  const asked = useDeferredValue(query);
  const people = useInfiniteQuery<Rows, Error, InfiniteData<Rows>, readonly unknown[], string | null>({
    queryKey: keys.people(asked),
    queryFn: ({ pageParam }) => api.people.list(asked, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = people;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  if (people.isPending) return <Skeleton variant="rounded" height={320} />;
  if (people.isLoadingError) return <LoadFailed of={people} />;
  const rows = people.data.pages.flatMap((page) => page.items);
  const total = people.data.pages[0]?.total ?? rows.length;
  const narrowed = isNarrowed(asked);
  if (rows.length === 0) {
    return (
      <Typography color="text.secondary">
        {narrowed ? 'Nobody matches this search. ' : 'Nobody here yet. Your people appear after the first sync. '}
        {narrowed && (
          <A component={Link} to={explanationLink(asked.search)}>
            Why is somebody not here?
          </A>
        )}
      </Typography>
    );
  }
  return (
    <Stack spacing={1.5}>
      <Typography color="text.secondary" role="status">
        Showing {peopleOf(total)}
      </Typography>
      <PeopleTable people={rows} total={total} sort={query.sort} onSort={onSort} onNearEnd={more} />
      <LoadFailed of={people} />
    </Stack>
  );
}
