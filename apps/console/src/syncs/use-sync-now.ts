import type { Sync } from '@people-sync/contracts/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { every } from '../api/queries';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { isMoving } from './sync-words';
import { useLiveSync } from './use-live-sync';

/** Syncs that others start are noticed this often. */
const LOOK_MS = 30_000;
/** A check that waits for an OK is among so many newest: only previews can be newer. */
const NEWEST = 20;

/** The company's newest sync, followed live while it runs, the one that waits for an OK, and what can be pressed. */
export function useSyncNow() {
  const { api } = useSession();
  const queries = useQueryClient();
  const [pressed, setPressed] = useState<Sync | null>(null);
  const newest = useQuery({
    queryKey: keys.newestSync,
    queryFn: async () => (await api.syncs.list(NEWEST)).items,
    refetchInterval: every(LOOK_MS),
  });
  const show = (sync: Sync): void => {
    queries.setQueryData(keys.sync(sync.syncId), sync);
    setPressed(sync);
  };
  const start = useMutation({ mutationFn: () => api.syncs.start('apply'), onSuccess: show });
  const preview = useMutation({ mutationFn: () => api.syncs.start('preview'), onSuccess: show });
  const stop = useMutation({ mutationFn: (id: string) => api.syncs.cancel(id), onSuccess: show });

  const listed = newest.data?.[0] ?? null;
  const latest = pressed !== null && pressed.syncNumber >= (listed?.syncNumber ?? 0) ? pressed : listed;
  const live = useLiveSync(latest?.syncId ?? null);
  const sync = live.data ?? latest;
  const isRunning = sync !== null && isMoving(sync);
  const held = newest.data?.find(({ status }) => status === 'held') ?? null;
  return { load: newest, sync, held: sync?.status === 'held' ? sync : held, isRunning, start, preview, stop };
}
