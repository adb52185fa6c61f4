import { numberCursor, numberIn } from './number-cursor';

describe('a cursor', () => {
  it('leads back to its place', () => {
    expect(numberIn(numberCursor(42))).toBe(42);
    expect(numberIn(undefined)).toBeUndefined();
  });

  it.each(['', 'x', 'bjEyMzQ1Njc4OTAxMg', Buffer.from("n1'; --").toString('base64url')])(
    'that was never given out is refused: %s',
    (cursor) => {
      expect(() => numberIn(cursor)).toThrow('see fields');
    },
  );
});
