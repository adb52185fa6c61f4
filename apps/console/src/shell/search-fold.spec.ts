import { matches } from './search-fold';

describe('a search on the page', () => {
  it.each(['murphy amelia', 'AMELIA  murphy', 'Murphy, Amelia', 'amelia.m', ''])(
    'finds Amelia Murphy by %p',
    (search) => {
      expect(matches('Amelia Murphy amelia.murphy@tiles.example', search)).toBe(true);
    },
  );

  it('finds accents and apostrophes as they are typed, and nobody else', () => {
    expect(matches('Zoë O’Neil', "zoe o'neil")).toBe(true);
    expect(matches("Zoë O'Neil", 'O’Neil')).toBe(true);
    expect(matches('Zoë O’Neil', 'zoe murphy')).toBe(false);
  });
});
