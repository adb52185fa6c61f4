import { type NewProblem, problemsOf } from '@people-sync/reconciliation';
import type { Plan } from '../judging/plan';

/** Everything of a whole plan that a person has to know or settle. */
export const problemsOfPlan = (plan: Plan): NewProblem[] => {
  const { tenantId, ending } = plan.judging;
  return problemsOf({ tenantId, syncId: ending.syncId }, plan);
};
