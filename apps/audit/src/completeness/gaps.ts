/** Positions of a stream that follow one another, both ends among them. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/**
 * The positions of one epoch of a stream that are not in the record: they are gapless where they are given out, so each
 * that is missing is an event that was lost, or waits parked.
 * @param runs in any order, not overlapping
 * @param first the position that the record has to begin with: 1 where audit was there from the beginning
 */
export function gapsIn(runs: readonly Run[], first: number): Run[] {
  const gaps: Run[] = [];
  let next = first;
  for (const { from, to } of [...runs].sort((a, b) => a.from - b.from)) {
    if (from > next) gaps.push({ from: next, to: from - 1 });
    next = Math.max(next, to + 1);
  }
  return gaps;
}
