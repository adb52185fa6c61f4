import type { Policy } from '@people-sync/contracts/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { useSavePolicy } from './use-policy';

/** How early people are added, and whose midnight ends a day. */
export interface Timing {
  readonly daysBeforeStart: number;
  readonly timeZone: string;
}

/** Saves what of both was changed: the settings for deciding, and the company's time zone, which is its own. */
export function useSaveTiming(shown: Policy, onSaved: () => void) {
  const { api, company } = useSession();
  const queries = useQueryClient();
  const policy = useSavePolicy(shown, { onSaved: () => undefined });
  return useMutation({
    mutationFn: async ({ daysBeforeStart, timeZone }: Timing) => {
      // The settings first: with the time zone they are another version than the one on the screen.
      if (daysBeforeStart !== shown.daysBeforeStart) await policy.mutateAsync({ daysBeforeStart });
      if (timeZone !== company.timeZone) await api.company.setTimeZone(timeZone);
    },
    onSuccess: onSaved,
    onSettled: async () => {
      // Whose clock the pages show is the company's.
      await queries.invalidateQueries({ queryKey: keys.company });
      await queries.invalidateQueries({ queryKey: keys.policy });
    },
  });
}
