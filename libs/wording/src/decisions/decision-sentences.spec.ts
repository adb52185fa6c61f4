import { decisionKinds } from '@people-sync/contracts/api';
import { decisionSentence, undoneSentence } from './decision-sentences';

const facts = { name: 'Ada Moss', employeeId: 'E7', reason: '', itemKind: '', changes: [] };
const said = (kind: string, more: Partial<typeof facts> = {}) => decisionSentence({ ...facts, kind, ...more });

describe('what an administrator reads about what was settled', () => {
  it.each(decisionKinds)('names whom %s is about, and what follows', (kind) => {
    expect(said(kind)).toMatch(/Ada Moss.*(sync|undo).*\.$/s);
    expect(said(kind, { name: '' })).not.toMatch(/undefined|null|\(\)| {2}/);
  });

  it.each(decisionKinds)('says of %s for changes that wait that it holds once they are applied', (kind) => {
    const sentence = decisionSentence({ ...facts, kind, tentative: true });
    expect(sentence).toMatch(/Ada Moss.* once these changes are applied.*\.$/s);
    expect(sentence).not.toContain('next sync');
  });

  it.each(decisionKinds)('says nothing of %s that is untrue once a sync has done it', (kind) => {
    for (const itemKind of ['joined', 'rejoined', 'changed', 'left']) {
      expect(said(kind, { itemKind })).not.toMatch(/next sync|will /);
    }
  });

  it('tells the reason in the words it was given', () => {
    expect(said('leave-out', { reason: 'Trustee' })).toMatch(/Your reason: Trustee\.$/);
    expect(said('leave-out', { reason: 'On the board.' })).toMatch(/Your reason: On the board\.$/);
  });

  it.each([
    ['joined', 'Ada Moss is not added, although they are in PeopleHR.'],
    ['rejoined', 'Ada Moss stays inactive, although they are back in PeopleHR.'],
    ['left', 'Ada Moss stays active, although PeopleHR says otherwise.'],
  ])('tells what is kept away: %s', (itemKind, words) => {
    expect(said('kept', { itemKind })).toBe(
      `Kept by you: ${words} It stays so until PeopleHR has something else for them, or until you undo this.`,
    );
  });

  it('tells the values that are kept away', () => {
    const changes = [
      { field: 'jobRole', oldValue: 'Tilers', newValue: 'Roofers' },
      { field: 'location', oldValue: 'Leeds', newValue: null },
    ];
    expect(decisionSentence({ ...facts, kind: 'kept', itemKind: 'changed', changes })).toContain(
      'does not get what PeopleHR has: team (Job Role) from “Tilers” to “Roofers” and location from “Leeds” to nothing.',
    );
  });

  it('says of one that was undone that the next sync decides', () => {
    expect(undoneSentence({ ...facts, kind: 'kept' })).toMatch(/^Undone\. The next sync decides anew about Ada Moss/);
    expect(said('something-new')).toBe('Somebody decided about Ada Moss.');
  });
});
