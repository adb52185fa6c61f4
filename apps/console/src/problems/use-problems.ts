import type { Problem, ProblemState } from '@people-sync/contracts/api';
import { type InfiniteData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Page } from '../api/page';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';

const ROWS = 500;

/** Open problems, counted by cause and altogether. */
export function useProblemSummary() {
  const { api } = useSession();
  return useQuery({ queryKey: keys.problemSummary, queryFn: () => api.problems.summary() });
}

/** Problems in one state, page by page. */
export function useProblems(state: ProblemState) {
  const { api } = useSession();
  const pages = useInfiniteQuery<Page<Problem>, Error, InfiniteData<Page<Problem>>, readonly unknown[], string | null>({
    queryKey: keys.problemList(state),
    queryFn: ({ pageParam }) => api.problems.list(state, ROWS, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const problems = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  return { ...pages, problems };
}

/** The first open problems of one cause; all causes share the pages, which are fetched until enough are at hand. */
export function useProblemsOf(code: string, wanted: number) {
  const load = useProblems('open');
  const { problems, hasNextPage, isFetchingNextPage, isPending, error, fetchNextPage } = load;
  const found = useMemo(() => problems.filter((problem) => problem.code === code), [problems, code]);
  const isShort = found.length < wanted && hasNextPage;
  useEffect(() => {
    if (isShort && !isFetchingNextPage && !error) void fetchNextPage();
  }, [isShort, isFetchingNextPage, error, fetchNextPage]);
  return { problems: found.slice(0, wanted), isLooking: isPending || (isShort && !error), load };
}
