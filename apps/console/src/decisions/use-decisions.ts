import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Decision, DecisionRequest } from '../api/decisions.api';
import type { Page } from '../api/page';
import { useSession } from '../session/session-context';
import { useNotice } from '../shell/notices';

const ROWS = 500;

/** What people decided and what holds because of it, newest first. */
export function useDecisions() {
  const { api } = useSession();
  const pages = useInfiniteQuery<
    Page<Decision>,
    Error,
    InfiniteData<Page<Decision>>,
    readonly unknown[],
    string | null
  >({
    queryKey: ['decisions', 'list'],
    queryFn: ({ pageParam }) => api.decisions.list(ROWS, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  return { ...pages, decisions: pages.data?.pages.flatMap(({ items }) => items) ?? [] };
}

/** Settles a case, or takes back what was settled; either counts from the next sync. */
export function useSettling() {
  const { api } = useSession();
  const queries = useQueryClient();
  const notice = useNotice();
  const done = async (text: string): Promise<void> => {
    notice({ severity: 'success', text });
    // A check that waits was made without this answer: it is asked for again as well.
    await queries.invalidateQueries();
  };
  const settle = useMutation({
    mutationFn: (request: DecisionRequest) => api.decisions.settle(request),
    onSuccess: ({ message }) => done(`Noted. ${message}`),
  });
  const undo = useMutation({
    mutationFn: (decision: Decision) => api.decisions.undo(decision.id),
    onSuccess: () => done('Undone. The next sync asks again if there is something to ask.'),
  });
  return { settle, undo };
}
