import { STAGING } from '../employee-reads';
import { brokenPromises } from './quiet-night';

describe('what a quiet night promises', () => {
  const touched = (table: string, read: number, written = 0) => ({ table, read, written });
  const kept = {
    nothingOpen: [],
    open: 20,
    withOpen: [touched(STAGING, 400, 40), touched('reconciler.base_rows', 60), touched('reconciler.persons', 40)],
  };

  it('is kept if nothing open reads nothing, and open problems read their own rows', () => {
    expect(brokenPromises(kept)).toEqual([]);
  });

  it('is broken by one row that is read, or written, while nothing is open', () => {
    expect(brokenPromises({ ...kept, nothingOpen: [touched('reconciler.persons', 1)] })).toHaveLength(1);
    expect(brokenPromises({ ...kept, nothingOpen: [touched(STAGING, 0, 1)] })).toHaveLength(1);
  });

  it('is broken if open problems read rows of other people, or nothing was counted at all', () => {
    expect(brokenPromises({ ...kept, withOpen: [touched('reconciler.persons', 5000)] })).toHaveLength(1);
    expect(brokenPromises({ ...kept, withOpen: [touched(STAGING, 0, 10_000)] })).toHaveLength(1);
    expect(brokenPromises({ ...kept, withOpen: [] })).toHaveLength(1);
  });
});
