import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Sync } from '../api/syncs.api';
import { useSession } from '../session/session-context';
import { running } from './sync-words';

/** The company's newest sync, followed live while it runs, and the button that starts one. */
export function useSyncNow() {
  const { api } = useSession();
  const queries = useQueryClient();
  const [live, setLive] = useState<Sync | null>(null);
  const latest = useQuery({
    queryKey: ['syncs', 'latest'],
    queryFn: async () => (await api.syncs.list(1)).items[0] ?? null,
  });
  const start = useMutation({ mutationFn: () => api.syncs.start('apply'), onSuccess: setLive });
  const stop = useMutation({ mutationFn: (id: string) => api.syncs.cancel(id), onSuccess: setLive });

  const newest = live !== null && live.number >= (latest.data?.number ?? 0) ? live : (latest.data ?? null);
  const watched = newest !== null && running.includes(newest.status) ? newest.id : null;

  useEffect(() => {
    if (watched === null) return;
    const abort = new AbortController();
    const follow = async (): Promise<void> => {
      // The stream ends at a final state; if the connection drops before, ask and listen again.
      for (let pause = 500; !abort.signal.aborted; pause = Math.min(pause * 2, 10_000)) {
        try {
          for await (const sync of api.syncs.watch(watched, abort.signal)) {
            setLive(sync);
            pause = 500;
            if (!running.includes(sync.status)) {
              await queries.invalidateQueries();
              return;
            }
          }
        } catch {
          // Closed by us, or the connection dropped: the loop's condition tells which.
        }
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    };
    void follow();
    return () => abort.abort();
  }, [api, queries, watched]);

  return { sync: newest, isRunning: watched !== null, start, stop };
}
