import { choiceSentence, decidedSentence, licencesSentence, titleOf, waitingSentence } from './plan-words';

const licences = { seats: 100, active: 0, waiting: 0, needed: 20, missing: 20 };
const joining = (joined: number, left = 0) => ({ joined, rejoined: 0, left });

describe('what is said about changes', () => {
  it('tells before the first sync how many licences it takes', () => {
    expect(licencesSentence(licences, joining(120))).toMatch(
      /^You need 120 licences, 100 are free: 20 people would wait for a licence\./,
    );
  });

  it('counts the licences of those who leave as free, and those who wait already as waiting', () => {
    const full = { seats: 100, active: 100, waiting: 3, needed: 0, missing: 2 };
    expect(licencesSentence(full, joining(1, 2))).toMatch(
      /^You need 4 licences, 2 are free after those who leave: 2 people would wait/,
    );
  });

  it('does not speak of licences when there is no limit, or nobody needs one', () => {
    expect(licencesSentence({ ...licences, seats: null, missing: 0 }, joining(5))).toBeNull();
    expect(licencesSentence({ ...licences, missing: 0 }, joining(0, 4))).toBeNull();
    expect(licencesSentence({ ...licences, missing: 0 }, joining(1))).toBe('You need 1 licence, 100 are free.');
  });

  it('says until when an OK can be given', () => {
    const until = '2026-03-10T12:00:00.000Z';
    expect(waitingSentence(until, new Date('2026-03-03T12:00:00.000Z'))).toContain('10 March 2026 (7 days left)');
    expect(waitingSentence(until, new Date('2026-03-10T09:00:00.000Z'))).toContain('(less than a day left)');
    expect(waitingSentence(until, new Date('2026-03-10T13:00:00.000Z'))).toContain('(no time is left)');
  });

  it('says what an OK would do, and to whom it would not', () => {
    expect(choiceSentence(40, 0)).toBe("'Apply' changes 40 people in WeThrive.");
    expect(choiceSentence(40, 1)).toContain('39 people in WeThrive. 1 person left out: this one stays as before');
    expect(choiceSentence(2, 2)).toContain('Everybody is left out');
  });

  it('names who decided', () => {
    const plan = { state: 'approved', decidedBy: 'Grace Hopwood', decidedAt: '2026-03-03T12:00:00.000Z' } as const;
    expect(decidedSentence(plan)).toBe('Applied by Grace Hopwood on 3 March 2026.');
    expect(decidedSentence({ ...plan, state: 'rejected', decidedBy: null })).toBe('Not applied on 3 March 2026.');
    expect(decidedSentence({ ...plan, state: 'held', decidedAt: null })).toBeNull();
  });

  it('calls changes made only if they were made', () => {
    expect(titleOf('held')).toBe('Changes to check');
    expect(titleOf('approved')).toBe('Changes made');
    expect(titleOf('rejected')).toBe('Changes that were not made');
  });
});
