import { untimely } from './timeliness';

const now = new Date('2026-03-02T08:00:00Z');
const minutes = (count: number): string => new Date(now.getTime() + count * 60_000).toISOString();
const answer = (takenAt: string, requestedAt = minutes(-100_000)) => ({ takenAt, requestedAt });

describe('the time of an answer', () => {
  it('may lie up to five minutes ahead of the database, as clocks of two good machines do, and no more', () => {
    expect(untimely(answer(minutes(5)), { judgedAt: null, now })).toBeUndefined();
    expect(untimely(answer(minutes(5.001)), { judgedAt: null, now })).toMatch(/the database says that it is/);
    expect(untimely(answer(minutes(60 * 24 * 60)), { judgedAt: null, now })).toBeDefined();
  });

  it('may be as late as it likes', () => {
    for (const late of [-1, -60, -60 * 24 * 30]) {
      expect(untimely(answer(minutes(late)), { judgedAt: new Date(minutes(late)), now })).toBeUndefined();
    }
  });

  it('is not before it was asked for', () => {
    expect(untimely(answer(minutes(-2), minutes(-2)), { judgedAt: null, now })).toBeUndefined();
    expect(untimely(answer(minutes(-2.001), minutes(-2)), { judgedAt: null, now })).toMatch(/before it was asked for/);
  });

  it('is not before the last one that was judged, unless that one itself lies in days that have not come', () => {
    expect(untimely(answer(minutes(-2)), { judgedAt: new Date(minutes(-1)), now })).toMatch(/before the last one/);
    expect(untimely(answer(minutes(-1)), { judgedAt: new Date(minutes(60)), now })).toBeUndefined();
  });
});
