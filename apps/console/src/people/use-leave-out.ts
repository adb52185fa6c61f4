import type { Decision } from '@people-sync/contracts/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { useNotice } from '../shell/notices';
import { bringBackEffect, type LeaveOut } from './leave-out';

/** Everything that was settled and holds; of one person, or of everybody. */
export function useDecisionsAbout(personId?: string) {
  const { api } = useSession();
  return useQuery({
    queryKey: keys.decisionsAbout(personId ?? null),
    queryFn: async () => {
      const all: Decision[] = [];
      for (let cursor: string | null = null; ;) {
        const page = await api.decisions.list(500, cursor, personId);
        all.push(...page.items);
        cursor = page.nextCursor;
        if (cursor === null) return all;
      }
    },
  });
}

/** Takes somebody back who was left out, wherever that is written. */
export function useBringBack() {
  const { api } = useSession();
  const notice = useNotice();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ personId, decisionId }: LeaveOut & { readonly name: string }) => {
      await (decisionId === null ? api.policy.changePeople({ takeBack: [personId] }) : api.decisions.undo(decisionId));
    },
    onSuccess: async (_nothing, { name }) => {
      notice({ severity: 'success', text: bringBackEffect(name) });
      await queries.invalidateQueries();
    },
  });
}

/** Never deactivated by a sync, or no longer so. */
export function useProtect() {
  const { api } = useSession();
  const notice = useNotice();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (one: { readonly personId: string; readonly name: string; readonly isProtected: boolean }) =>
      api.policy.changePeople(one.isProtected ? { protect: [one.personId] } : { unprotect: [one.personId] }),
    onSuccess: async (_nothing, { name, isProtected }) => {
      notice({
        severity: 'success',
        text: isProtected
          ? `${name} is protected: no sync makes them inactive. If PeopleHR says that they left, you are told instead.`
          : `${name} is no longer protected: the next sync treats them like everybody else.`,
      });
      await queries.invalidateQueries();
    },
  });
}
