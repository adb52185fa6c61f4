import type { StoredPlan } from '../plans/plan.entity';
import type { No, Yes } from './answer';

/**
 * Whether a yes is the one that was given: it leaves the same people out of the same part. Whoever was left out while the
 * plan waited is out of it by either.
 * @param leftOut those who were left out while it waited
 */
export function isSameYes(plan: StoredPlan, leftOut: readonly string[], { exclude, part }: Yes): boolean {
  return plan.leaversOnly === (part === 'leavers') && sameSet([...exclude, ...leftOut], plan.excluded);
}

/** The same of a no. What a no of the version before said is not known: it is taken for this one. */
export function isSameNo({ also, notNow }: StoredPlan, no: No): boolean {
  return (notNow ?? putsOff(no)) === putsOff(no) && sameSet(no.also, also ?? no.also);
}

export const putsOff = ({ remembers }: No): boolean => remembers === 'nothing';

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const [first, second] = [new Set(one), new Set(other)];
  return first.size === second.size && [...first].every((personId) => second.has(personId));
}
