import type { Plan, PlanItem } from '@people-sync/contracts/api';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';

/** Which people of a plan: those of a group, or (`group` null) those of no group that is in `without`. */
export interface WhichPeople {
  readonly syncId: string;
  readonly group: string | null;
  readonly without: ReadonlySet<string>;
  /** How many there are. */
  readonly count: number;
}

/** The people of a plan, fetched page by page until `wanted` of them are at hand. */
export function usePlanPeople({ syncId, group, without, count }: WhichPeople, wanted: number) {
  const { api } = useSession();
  const pages = useInfiniteQuery<Plan, Error, InfiniteData<Plan>, readonly unknown[], string | null>({
    queryKey: keys.planPeople(syncId, group),
    queryFn: ({ pageParam }) => api.plans.people(syncId, group, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 60_000,
  });
  const people = useMemo<readonly PlanItem[]>(
    () => pages.data?.pages.flatMap(({ items }) => items.filter(({ groupId }) => !without.has(groupId))) ?? [],
    [pages.data, without],
  );
  const isShort = people.length < Math.min(wanted, count) && pages.hasNextPage;
  const { fetchNextPage, isFetchingNextPage, isError } = pages;
  useEffect(() => {
    if (isShort && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [isShort, isFetchingNextPage, isError, fetchNextPage]);
  return { people, isLooking: pages.isPending || (isShort && !isError), load: pages };
}
