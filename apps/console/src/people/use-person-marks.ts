import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { usePolicy } from '../settings/use-policy';
import { type PersonMarks, marksOf } from './person-marks';
import { useDecisionsAbout } from './use-leave-out';

/** Why somebody is as they are. */
export function useExplanation(personId: string) {
  const { api } = useSession();
  return useQuery({ queryKey: keys.explanation(personId), queryFn: () => api.explanations.of(personId) });
}

/** What holds for a person beside their status; undefined until it is known. */
export function usePersonMarks(personId: string): PersonMarks | undefined {
  const decisions = useDecisionsAbout(personId);
  const policy = usePolicy();
  const explanation = useExplanation(personId);
  // A person of whom nothing can be explained still has a page.
  if (!decisions.data || !policy.data || explanation.isPending) return undefined;
  return marksOf(personId, decisions.data, policy.data, explanation.data ?? { steps: [], standing: null });
}
