import { previewWords, resultWords } from './import-words';

const nothing = { errors: [], moreErrors: 0, known: [], moreKnown: 0 };

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
});
