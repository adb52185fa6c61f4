import { problemCursor, problemPlace } from './problem-cursor';

describe('a place in the list of problems', () => {
  it('leads back to where it was', () => {
    const place = { owner: 'managers', cursor: '42' } as const;
    expect(problemPlace(problemCursor(place))).toEqual(place);
    expect(problemPlace(undefined)).toEqual({ owner: 'employees', cursor: '' });
  });

  it.each(['', 'x', Buffer.from('z1').toString('base64url'), Buffer.from("e1'; --").toString('base64url')])(
    'that was never given out is refused: %j',
    (cursor) => {
      expect(() => problemPlace(cursor)).toThrow('see fields');
    },
  );
});
