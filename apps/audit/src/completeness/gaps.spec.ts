import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { gapsIn, type Run } from './gaps';

/** Positions that stand next to one another as runs. */
function runsOf(positions: readonly number[]): Run[] {
  const runs: { from: number; to: number }[] = [];
  for (const at of [...positions].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.to === at - 1) last.to = at;
    else runs.push({ from: at, to: at });
  }
  return runs;
}

describe('what is missing of a stream', () => {
  it('is nothing, if every position from the first to the last was recorded', () => {
    expect(gapsIn([{ from: 1, to: 500 }], 1)).toEqual([]);
    expect(
      gapsIn(
        [
          { from: 4, to: 9 },
          { from: 1, to: 3 },
        ],
        1,
      ),
    ).toEqual([]);
    expect(gapsIn([], 1)).toEqual([]);
  });

  it('is named by its first and last position', () => {
    const runs = [
      { from: 3, to: 4 },
      { from: 8, to: 8 },
    ];
    expect(gapsIn(runs, 1)).toEqual([
      { from: 1, to: 2 },
      { from: 5, to: 7 },
    ]);
  });

  it('is exactly what was left out, whatever that is', () => {
    const lost = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 30 });
    fc.assert(
      fc.property(lost, (out) => {
        const all = Array.from({ length: 61 }, (_, n) => n + 1);
        const runs = runsOf(all.filter((at) => !out.includes(at)));
        const found = gapsIn(runs, 1).flatMap(({ from, to }) =>
          Array.from({ length: to - from + 1 }, (_, n) => from + n),
        );
        expect(found).toEqual([...out].sort((a, b) => a - b));
      }),
      { numRuns: propertyRuns() },
    );
  });
});
