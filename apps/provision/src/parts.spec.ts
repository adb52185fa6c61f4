import { PARTS, wishOf } from './parts';

describe('what provision is asked for', () => {
  it('is everything if nothing is named', () => {
    expect(wishOf([])).toEqual({ check: false, realign: false, parts: PARTS });
    expect(wishOf(['--check'])).toEqual({ check: true, realign: false, parts: PARTS });
  });

  it('is the named parts, in the order in which they need each other', () => {
    expect(wishOf(['--only', 'topics'])).toEqual({ check: false, realign: false, parts: ['topics'] });
    expect(wishOf(['--only', 'migrations', '--check', '--only', 'database'])).toEqual({
      check: true,
      realign: false,
      parts: ['database', 'migrations'],
    });
  });

  it('may be to bring database and topics to one moment, which is done as a whole', () => {
    expect(wishOf(['--realign'])).toEqual({ check: false, realign: true, parts: PARTS });
    expect(wishOf(['--realign', '--only', 'topics'])).toBeUndefined();
    expect(wishOf(['--check', '--realign'])).toBeUndefined();
  });

  it.each([[['--only']], [['--only', 'everything']], [['--chekc']], [['topics']], [['--only=topics']]])(
    'is not guessed from %j',
    (words) => {
      expect(wishOf(words)).toBeUndefined();
    },
  );
});
