import { PARTS, wishOf } from './parts';

describe('what provision is asked for', () => {
  it('is everything if nothing is named', () => {
    expect(wishOf([])).toEqual({ check: false, parts: PARTS });
    expect(wishOf(['--check'])).toEqual({ check: true, parts: PARTS });
  });

  it('is the named parts, in the order in which they need each other', () => {
    expect(wishOf(['--only', 'topics'])).toEqual({ check: false, parts: ['topics'] });
    expect(wishOf(['--only', 'migrations', '--check', '--only', 'database'])).toEqual({
      check: true,
      parts: ['database', 'migrations'],
    });
  });

  it.each([[['--only']], [['--only', 'everything']], [['--chekc']], [['topics']], [['--only=topics']]])(
    'is not guessed from %j',
    (words) => {
      expect(wishOf(words)).toBeUndefined();
    },
  );
});
