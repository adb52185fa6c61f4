import { LEAVER } from '../verdicts/standing';
import type { Verdict } from '../verdicts/verdict';

/**
 * Why nothing happens to people of an answer, as far as there is more to say than that they are as before. Each is a part of
 * the plan's `unchanged`, and nobody is in two of them. Whoever was judged before and is as before is in none.
 */
export interface QuietCounts {
  /** Leavers already, never added. */
  readonly goneBefore: number;
  /** Never added, because of the settings for who is in WeThrive, or left out by name. */
  readonly leftOut: number;
  /** Not added yet: their first day is still to come. */
  readonly notStarted: number;
  /** Everything that would happen to them was said no to. */
  readonly keptAway: number;
}

/** Counts them. */
export function quietCounts(verdicts: Iterable<Verdict>): QuietCounts {
  const counts = { goneBefore: 0, leftOut: 0, notStarted: 0, keptAway: 0 };
  for (const verdict of verdicts) {
    const why = whyQuiet(verdict);
    if (why) counts[why] += 1;
  }
  return counts;
}

function whyQuiet(verdict: Verdict): keyof QuietCounts | null {
  switch (verdict.kind) {
    case 'ignored':
      return verdict.row.status === LEAVER || verdict.by === 'leaving-date' ? 'goneBefore' : 'leftOut';
    case 'unchanged':
      // Of somebody unknown nothing else is put off.
      return verdict.known === null ? 'notStarted' : null;
    case 'kept':
      return 'keptAway';
    default:
      return null;
  }
}
