import type { Decision } from '@people-sync/contracts/api';
import { type InfiniteData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DecisionRequest } from '../api/decisions.api';
import type { Page } from '../api/page';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { useNotice } from '../shell/notices';
import { numberOf } from '../shell/numbers';

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
    queryKey: keys.decisions,
    queryFn: ({ pageParam }) => api.decisions.list(ROWS, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  return { ...pages, decisions: pages.data?.pages.flatMap(({ items }) => items) ?? [] };
}

/** What was settled for the changes of a sync alone, as long as they wait. */
export function useDraft(syncId: string, waits: boolean): readonly Decision[] {
  const { api } = useSession();
  const draft = useQuery({
    queryKey: keys.decisionsOf(syncId),
    queryFn: () => api.decisions.ofSync(syncId, ROWS),
    enabled: waits,
  });
  return draft.data?.items ?? NONE;
}
const NONE: readonly Decision[] = [];

/** Takes back, as one, every no to the changes of a sync. */
export function useUndoRejection() {
  const { api } = useSession();
  const queries = useQueryClient();
  const notice = useNotice();
  return useMutation({
    mutationFn: (syncId: string) => api.plans.undoRejection(syncId),
    onSuccess: async ({ undone }) => {
      const text = `Undone: ${undone === 1 ? '1 change is' : `${numberOf(undone)} changes are`} kept away no more. The next sync decides anew.`;
      notice({ severity: 'success', text });
      await queries.invalidateQueries();
    },
  });
}

/** Settles a case, or takes back what was settled; either counts from the next sync, or for changes that wait at once. */
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
    mutationFn: (decision: Decision) => api.decisions.undo(decision.decisionId),
    onSuccess: (_, { tentative }) =>
      done(
        tentative
          ? 'Undone. These changes are as they were before.'
          : 'Undone. The next sync asks again if there is something to ask.',
      ),
  });
  return { settle, undo };
}
