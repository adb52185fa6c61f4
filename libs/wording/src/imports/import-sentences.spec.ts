import { importErrorSentence, knownSentence } from './import-sentences';

describe('what an administrator reads about a line of a list', () => {
  it.each([
    ['weThriveId', 'Line 7: the same ‘WeThrive record ID’ stands in an earlier line too. Keep the line that is right.'],
    ['orgEmployeeId', 'Line 7: the same ‘Org employee ID’ stands in an earlier line too. Keep the line that is right.'],
  ])('names which ID stands there twice: %s', (field, sentence) => {
    expect(importErrorSentence({ line: 7, field, code: 'id-twice' }, 'Line')).toBe(sentence);
  });

  it('speaks of an ID only to whoever gave one', () => {
    for (const code of ['email-twice', 'email-taken', 'email-blank', 'email-invalid', 'name-blank']) {
      expect(importErrorSentence({ line: 7, field: 'email', code }, 'Line')).not.toMatch(/\bID\b/);
    }
    expect(knownSentence(5, 'email', true, 'Line')).not.toMatch(/\bID\b/);
  });

  it.each([
    ['weThriveId', 'with the same WeThrive record ID'],
    ['orgEmployeeId', 'with the same employee ID'],
    // Whoever has no ID is known by the address alone: the name may have changed.
    ['email', 'with the same email address'],
  ])('says by what somebody is in WeThrive already, and claims nothing more: %s', (by, words) => {
    expect(knownSentence(5, by, true, 'Line')).toBe(`Line 5: already in WeThrive, ${words}. They stay as they are.`);
    expect(knownSentence(5, by, false, 'Person')).toBe(
      `Person 5: already in WeThrive as inactive, ${words}. They stay as they are.`,
    );
  });
});
