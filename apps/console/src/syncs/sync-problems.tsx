import { Button, Link as A, List, ListItem, ListItemText, Paper, Stack, Typography } from '@mui/material';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import type { Page } from '../api/page';
import type { Problem } from '../api/problems.api';
import { isMissing, missingSince, nameOf } from '../problems/problem-words';
import { useSession } from '../session/session-context';

/** Whom this sync found something about; what is still open is settled on the page of problems. */
export function SyncProblems({ syncId }: { syncId: string }) {
  const { api } = useSession();
  const problems = useInfiniteQuery<
    Page<Problem>,
    Error,
    InfiniteData<Page<Problem>>,
    readonly unknown[],
    string | null
  >({
    queryKey: ['problems', 'of-sync', syncId],
    queryFn: ({ pageParam }) => api.problems.ofSync(syncId, 100, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const found = problems.data?.pages.flatMap(({ items }) => items) ?? [];
  const section = useRef<HTMLDivElement>(null);
  const { hash } = useLocation();
  const isSought = hash === '#problems' && found.length > 0;
  useEffect(() => {
    if (isSought) section.current?.scrollIntoView();
  }, [isSought]);
  if (found.length === 0) return null;
  return (
    <Stack ref={section} spacing={1} id="problems" sx={{ alignItems: 'flex-start' }}>
      <Typography variant="h2">Needs attention</Typography>
      <Typography color="text.secondary">
        What this sync found for the first time.{' '}
        <A component={Link} to="/problems">
          See what is still open
        </A>
      </Typography>
      <Paper variant="outlined" sx={{ px: 2, width: '100%' }}>
        <List dense>
          {found.map((problem) => (
            <ListItem key={problem.id} disableGutters>
              <ListItemText primary={nameOf(problem)} secondary={secondaryOf(problem)} />
            </ListItem>
          ))}
        </List>
      </Paper>
      {problems.hasNextPage && (
        <Button variant="outlined" loading={problems.isFetchingNextPage} onClick={() => void problems.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}

function secondaryOf(problem: Problem): string {
  const text = isMissing(problem.code) ? `${missingSince(problem)}.` : problem.message;
  return problem.closedAt === null ? text : `Settled. ${text}`;
}
