import { previewWords, resultWords } from './import-words';

const nothing = {
  errors: [],
  moreErrors: 0,
  known: [],
  moreKnown: 0,
  state: 'readable',
  changeNumber: 9,
  lastPersonId: null,
} as const;

describe('an import', () => {
  it('says before what becomes of everybody in the list', () => {
    expect(previewWords({ ...nothing, imported: 1, unchanged: 0, refused: 0 })).toEqual(['1 person will be imported.']);
    expect(previewWords({ ...nothing, imported: 0, unchanged: 1, refused: 2 })).toEqual([
      'Nobody will be imported.',
      '1 is in WeThrive already: stays as they are.',
      '2 lines cannot be imported.',
    ]);
  });

  it('says afterwards what became of them', () => {
    expect(resultWords({ ...nothing, imported: 12, unchanged: 2, refused: 1 })).toEqual([
      'Imported 12 people.',
      '2 were in WeThrive already and stay as they are.',
      '1 line was left out.',
    ]);
  });

  it('says that they are still to come, where the answer did not wait for them', () => {
    const answer = {
      ...nothing,
      state: 'on-its-way',
      changeNumber: null,
      lastPersonId: 'p9',
      imported: 1,
      unchanged: 0,
      refused: 0,
    } as const;
    expect(resultWords(answer)).toEqual(['Imported 1 person.', 'They come into the People table in a moment.']);
    expect(resultWords({ ...answer, imported: 0 })).toEqual(['Imported 0 people.']);
  });
});
