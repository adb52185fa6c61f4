import { allReasons, type DecidedBefore } from '@people-sync/contracts/api';
import { refusalSentence } from './refusal-sentences';

const decided: DecidedBefore = {
  state: 'approved',
  decidedBy: 'Grace Hopwood',
  decidedAt: '2026-03-03T02:00:00.000Z',
  leaversOnly: false,
  notNow: false,
  people: [],
  peopleCount: 2,
};

describe('what a refusal says', () => {
  it('is what was decided before, by whom and when, and that nothing of this was done', () => {
    expect(refusalSentence('already-decided', { decided })).toBe(
      'Grace Hopwood gave their OK to these changes and left 2 people out, on 3 March 2026. What you sent says something else, and nothing of it was done. Look at the sync to see what became of it.',
    );
    expect(refusalSentence('already-decided', { decided: { ...decided, state: 'rejected', notNow: true } })).toMatch(
      /^Grace Hopwood put these changes off, on 3 March 2026\./,
    );
  });

  it('is that the changes wait no more where nobody decided, or it is not told', () => {
    const over = refusalSentence('already-decided', { decided: { ...decided, state: 'expired' } });
    expect(over).toMatch(/do not wait for an OK any more/);
    expect(refusalSentence('already-decided', {})).toBe(over);
  });

  it('names the day of the newest answer if it is told', () => {
    expect(refusalSentence('in-newest-answer', { readAt: '2026-03-03T02:00:00.000Z' })).toContain('of 3 March 2026,');
    expect(refusalSentence('in-newest-answer', {})).toMatch(/^PeopleHR's newest answer has this person/);
  });

  it('ends with a full stop, in plain words, for every reason that has a sentence here', () => {
    const sentences = allReasons.flatMap((reason) => refusalSentence(reason, {}) ?? []);
    expect(sentences.length).toBeGreaterThan(8);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(sentence).not.toMatch(/\b(tenant|snapshot|hash|base|parked|digest)s?\b/i);
    }
  });
});
