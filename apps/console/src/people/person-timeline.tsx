import { Button, Link as A, Paper, Skeleton, Stack, Typography } from '@mui/material';
import type { PersonVersion, Sync } from '@people-sync/contracts/api';
import { type Moment, storyOf } from '@people-sync/wording/shown';
import { type InfiniteData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Link } from 'react-router';
import type { Page } from '../api/page';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { LoadFailed } from '../shell/load-failed';
import { startedBy } from '../syncs/sync-words';
import { ChangeLines } from './change-lines';

/** Every version of a person, newest first: what changed, when, and by which sync. */
export function PersonTimeline({ personId }: { personId: string }) {
  const { api } = useSession();
  const id = useId();
  const history = useInfiniteQuery<
    Page<PersonVersion>,
    Error,
    InfiniteData<Page<PersonVersion>>,
    readonly unknown[],
    string | null
  >({
    queryKey: keys.history(personId),
    queryFn: ({ pageParam }) => api.people.history(personId, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const syncs = useQuery({ queryKey: keys.syncNames, queryFn: async () => (await api.syncs.list(100)).items });
  return (
    <Paper component="section" variant="outlined" aria-labelledby={id} sx={{ p: { xs: 2, sm: 3 } }}>
      <Stack spacing={2} sx={{ alignItems: 'flex-start' }}>
        <Typography variant="h2" id={id}>
          What happened
        </Typography>
        {history.isPending && <Skeleton variant="rounded" height={120} sx={{ width: '100%' }} />}
        <LoadFailed of={history} />
        <Stack component="ol" aria-labelledby={id} spacing={2} sx={{ m: 0, p: 0, listStyle: 'none', width: '100%' }}>
          {storyOf(history.data?.pages.flatMap(({ items }) => items) ?? []).map((moment) => (
            <Shown
              key={moment.version}
              moment={moment}
              sync={syncs.data?.find(({ syncId }) => syncId === moment.syncId)}
            />
          ))}
        </Stack>
        {history.hasNextPage && (
          <Button variant="outlined" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
            Show older
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

function Shown({ moment, sync }: { moment: Moment; sync: Sync | undefined }) {
  return (
    <Stack component="li" sx={{ borderLeft: '3px solid', borderColor: 'primary.main', pl: 2 }}>
      <Typography sx={{ fontWeight: 600 }}>{moment.title}</Typography>
      <ChangeLines changes={moment.changes} />
      <Typography variant="body2" color="text.secondary">
        {shown(moment.at)}
        {moment.syncId !== null && (
          <>
            {' · '}
            <A component={Link} to={`/syncs/${moment.syncId}`}>
              {sync ? `Sync ${sync.syncNumber}` : 'The sync that did it'}
            </A>
            {sync && ` (${startedBy(sync)})`}
          </>
        )}
      </Typography>
    </Stack>
  );
}
