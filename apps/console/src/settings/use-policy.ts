import type { Policy } from '@people-sync/contracts/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PolicyChange } from '../api/policy.api';
import { ApiProblem, sentenceOf } from '../api/problem';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { useNotice } from '../shell/notices';

/** The company's settings for deciding. */
export function usePolicy() {
  const { api } = useSession();
  return useQuery({ queryKey: keys.policy, queryFn: () => api.policy.get() });
}

/** What holds for a company that has set nothing. */
export function useUsualPolicy() {
  const { api } = useSession();
  return useQuery({ queryKey: keys.usualPolicy, queryFn: () => api.policy.usual() });
}

/** A change as a form has it: the version on the screen is added to it. */
export type Change = Omit<PolicyChange, 'expectedVersion'>;

/**
 * Saves a change of the settings that are on the screen. If somebody else was faster, theirs are shown with a sentence;
 * if other people are concerned than were shown, the effect is counted again.
 */
export function useSavePolicy(shown: Policy, { onSaved }: { onSaved: () => void }) {
  const { api } = useSession();
  const notice = useNotice();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) => api.policy.update({ ...change, expectedVersion: shown.version }),
    onSuccess: async (policy) => {
      queries.setQueryData(keys.policy, policy);
      onSaved();
      await queries.invalidateQueries({ queryKey: keys.policy });
    },
    onError: async (error) => {
      if (isOutdated(error)) notice({ severity: 'warning', text: outdatedSentence(error) });
      await queries.invalidateQueries({ queryKey: keys.policy });
    },
  });
}

const isOutdated = (error: Error): error is ApiProblem =>
  error instanceof ApiProblem && (error.code === 'policy-outdated' || error.code === 'effect-outdated');

const outdatedSentence = ({ code }: ApiProblem): string =>
  code === 'policy-outdated'
    ? 'Somebody else changed the settings meanwhile. You see them now as they are: make your change again, if it is still needed.'
    : 'The people in PeopleHR have changed meanwhile. It is counted again whom this is about: look at it, then save again.';

/** The sentence to show at the form; null for what was said already. */
export const refusalOf = (error: Error | null): string | null =>
  error === null || isOutdated(error) ? null : sentenceOf(error);
