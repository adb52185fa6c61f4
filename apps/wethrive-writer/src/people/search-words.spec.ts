import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { folded, searchWords } from './search-words';

describe('how names are searched', () => {
  it.each([
    ['ZOE\u0308 ÅBERG', 'zoe aberg'],
    ['Zoë', 'zoe'],
    ['O’Neil', "o'neil"],
    ['O`Neil', "o'neil"],
    ['Jean–Luc  Picard', 'jean-luc picard'],
    ['Łukasz Sørensen', 'lukasz sorensen'],
    ['Weiß', 'weiss'],
    ['ŉkosi', "'nkosi"],
    ['Ana\u200bis', 'anais'],
    ['  Mary\u00a0Ann ', 'mary ann'],
  ])('takes %p for %p', (name, sought) => {
    expect(folded(name)).toBe(sought);
  });

  it('changes nothing more when it is done twice, and keeps what it does not know', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => folded(folded(text)) === folded(text)),
      {
        numRuns: propertyRuns(3_000),
      },
    );
    expect(folded('山田 太郎')).toBe('山田 太郎');
  });

  it('seeks each word for itself, and every character for itself', () => {
    expect(searchWords('Murphy,  Amelia').folded).toEqual(['%murphy%', '%amelia%']);
    expect(searchWords('a%b_c\\').folded).toEqual(['%a\\%b\\_c\\\\%']);
    expect(searchWords(' ,; ')).toEqual({ folded: [], written: [] });
  });

  it('seeks addresses as they are written, too', () => {
    expect(searchWords('JOSÉ@n.example').written).toEqual(['%josé@n.example%']);
  });
});
