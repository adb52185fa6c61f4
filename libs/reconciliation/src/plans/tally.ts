import { type Counts, noCounts } from '@people-sync/contracts';
import type { Verdict } from '../verdicts/verdict';

/**
 * The counts of a plan. `unchanged` is everybody in the answer of whom nothing else is said (leavers from long ago and
 * first days to come included), so that joined, rejoined, changed, left, refused and unchanged add up to `seen`.
 * `waiting` is known only where licences are given.
 * @param seen rows in the answer, judged or not
 * @param missing active people who are not in the answer
 */
export function tally(verdicts: Iterable<Verdict>, seen: number, missing: number): Counts {
  const counts = { ...noCounts, seen, missing };
  for (const { kind } of verdicts) {
    if (kind !== 'ignored' && kind !== 'unchanged') counts[kind] += 1;
  }
  counts.unchanged = seen - counts.joined - counts.rejoined - counts.changed - counts.left - counts.refused;
  return counts;
}
