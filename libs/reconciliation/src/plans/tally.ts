import { type Counts, noCounts } from '@people-sync/contracts';
import type { AbsenceVerdict, Verdict } from '../verdicts/verdict';

/**
 * The counts of a plan. `unchanged` is everybody in the answer of whom nothing else is said (leavers from long ago,
 * first days to come, and changes that somebody said no to included), so that joined, rejoined, changed, refused,
 * unchanged and those who left by their own row add up to `seen`. `waiting` is known only where licences are given.
 * @param seen rows in the answer, judged or not
 */
export function tally(verdicts: Iterable<Verdict>, absences: Iterable<AbsenceVerdict>, seen: number): Counts {
  const counts = { ...noCounts, seen };
  for (const { kind } of verdicts) {
    if (kind !== 'ignored' && kind !== 'unchanged' && kind !== 'kept') counts[kind] += 1;
  }
  counts.unchanged = seen - counts.joined - counts.rejoined - counts.changed - counts.left - counts.refused;
  for (const { kind } of absences) counts[kind] += 1;
  return counts;
}
