import { safeguardNames } from '@people-sync/contracts';
import { heldReasons, heldSentence, safeguardSentence } from './safeguard-sentences';

const facts = { field: '', value: 12, limit: 5.4, tripped: true };

describe('what a safeguard says', () => {
  it('tells how many, and how many pass', () => {
    expect(safeguardSentence({ ...facts, name: 'leavers' })).toBe(
      '12 people would leave by their status or leaving date. Up to 5 pass without your OK.',
    );
    expect(safeguardSentence({ ...facts, name: 'field-goes-blank', field: 'jobRole', value: 1 })).toBe(
      '1 person would lose their team (Job Role). Up to 5 pass without your OK.',
    );
    expect(safeguardSentence({ ...facts, name: 'hardly-anybody-known', limit: 40.5 })).toContain('at least 41');
  });

  it('tells a field that is gone from statuses that are unknown', () => {
    const shape = { ...facts, name: 'answer-changed-shape' };
    expect(safeguardSentence({ ...shape, field: 'status' })).toContain('12 people a status that we do not know');
    expect(safeguardSentence({ ...shape, field: 'location', value: 1, limit: 0 })).toContain(
      'no longer sends the location of anybody',
    );
  });

  it('names the setting that leads nowhere', () => {
    expect(safeguardSentence({ ...facts, name: 'scope-value-gone', field: 'employmentType: Full: time' })).toContain(
      '(employment type: Full: time)',
    );
  });

  it('has an own reason for each of them, and one for those it does not know', () => {
    const reasons = safeguardNames.map((name) => heldSentence([name]));
    expect(new Set(reasons).size).toBe(safeguardNames.length);
    expect(heldSentence(['joiners', 'email-changes'])).toMatch(
      /for 2 reasons: more .* than usual; more email addresses/,
    );
    expect(heldReasons(['joiners', 'something-new', 'email-changes'])).toHaveLength(2);
    expect(heldSentence(['something-new'])).toMatch(/^Waiting for your OK\. Look/);
    expect(safeguardSentence({ ...facts, name: 'something-new' })).toContain('12 people');
  });
});
