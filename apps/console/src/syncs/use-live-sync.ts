import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { every } from '../api/queries';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { followSync } from './follow-sync';
import { isMoving } from './sync-words';

/** Whether somebody else decides about it meanwhile is asked this often. */
const HELD_MS = 15_000;

/** One sync, live while it moves; everything on the screen is asked for again when it comes to rest. */
export function useLiveSync(id: string | null) {
  const { api } = useSession();
  const queries = useQueryClient();
  const sync = useQuery({
    queryKey: keys.sync(id),
    queryFn: () => api.syncs.get(id ?? ''),
    enabled: id !== null,
    refetchInterval: (query) => every(query.state.data?.status === 'held' ? HELD_MS : false)(query),
  });
  const watched = id !== null && sync.data !== undefined && isMoving(sync.data) ? id : null;

  useEffect(() => {
    if (watched === null) return;
    const abort = new AbortController();
    const follow = async (): Promise<void> => {
      const end = await followSync(api.syncs, watched, abort.signal, (state) => {
        queries.setQueryData(keys.sync(watched), state);
      });
      if (end === 'settled') await queries.invalidateQueries();
    };
    void follow();
    return () => abort.abort();
  }, [api, queries, watched]);

  return sync;
}
