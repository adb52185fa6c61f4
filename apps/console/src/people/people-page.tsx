import { Alert, Button, Link as A, Skeleton, Stack, Typography } from '@mui/material';
import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { Link } from 'react-router';
import type { PeopleQuery, Person } from '../api/people.api';
import { sentenceOf } from '../api/problem';
import type { Page } from '../api/page';
import { useSession } from '../session/session-context';
import { PageTitle } from '../shell/page-title';
import { AttentionList } from './attention-list';
import { LicencesLine, WaitingForLicence } from './licences-line';
import { PeopleFilters } from './people-filters';
import { PeopleTable } from './people-table';
import { SyncPanel } from './sync-panel';
import { usePeopleQuery } from './use-people-query';
import { whyLink } from './why-link';

/** The People page: the sync above, the table below. */
export function PeoplePage() {
  const { mayChange } = useSession();
  const [query, setQuery] = usePeopleQuery();
  return (
    <Stack spacing={3}>
      <Stack direction="row" sx={{ alignItems: 'baseline', justifyContent: 'space-between', flexWrap: 'wrap' }}>
        <PageTitle>People</PageTitle>
        <Stack direction="row" spacing={2} sx={{ alignItems: 'baseline' }}>
          <LicencesLine />
          {mayChange && (
            <Button component={Link} to="/people/import">
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
      <Results query={query} />
    </Stack>
  );
}

function Results({ query }: { query: PeopleQuery }) {
  const { api } = useSession();
  // Typing stays quick; the server is asked for what is typed when there is time for it.
  const asked = useDeferredValue(query);
  const people = useInfiniteQuery<Page<Person>, Error, InfiniteData<Page<Person>>, readonly unknown[], string | null>({
    queryKey: ['people', 'list', asked],
    queryFn: ({ pageParam }) => api.people.list(asked, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  if (people.isPending) return <Skeleton variant="rounded" height={320} />;
  if (people.isError) return <Alert severity="error">{sentenceOf(people.error)}</Alert>;
  const rows = people.data.pages.flatMap((page) => page.items);
  const total = people.data.pages[0]?.total ?? rows.length;
  const narrowed = Object.values(asked).some((value) => value !== '');
  if (rows.length === 0) {
    return (
      <Typography color="text.secondary">
        {narrowed ? 'Nobody matches this search. ' : 'Nobody here yet. Your people appear after the first sync. '}
        {narrowed && (
          <A component={Link} to={whyLink(asked.search)}>
            Why is somebody not here?
          </A>
        )}
      </Typography>
    );
  }
  return (
    <Stack spacing={1.5} sx={{ alignItems: 'flex-start' }}>
      <Typography color="text.secondary" role="status">
        Showing {rows.length.toLocaleString('en-GB')} of {total.toLocaleString('en-GB')}{' '}
        {total === 1 ? 'person' : 'people'}
      </Typography>
      <PeopleTable people={rows} />
      {people.hasNextPage && (
        <Button variant="outlined" loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}
