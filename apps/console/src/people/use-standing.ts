import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { usePolicy } from '../settings/use-policy';
import { type Standing, standingOf } from './person-standing';
import { useDecisions } from './use-leave-out';

/** Why somebody is as they are. */
export function useExplanation(personId: string) {
  const { api } = useSession();
  return useQuery({ queryKey: keys.standing(personId), queryFn: () => api.explanations.of(personId) });
}

/** What holds for a person beside their status; undefined until it is known. */
export function useStanding(personId: string): Standing | undefined {
  const decisions = useDecisions(personId);
  const policy = usePolicy();
  const explanation = useExplanation(personId);
  // A person of whom nothing can be explained still has a page.
  if (!decisions.data || !policy.data || explanation.isPending) return undefined;
  return standingOf(personId, decisions.data, policy.data, explanation.data ?? { steps: [], standing: null });
}
