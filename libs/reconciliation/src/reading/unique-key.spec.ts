import { readId, readUniqueKey } from './unique-key';

const KEY = '2f9586ab-3f96-4cc2-b930-2da45ac437b1';

describe('a UniqueKey', () => {
  it.each([KEY, KEY.toUpperCase(), `{${KEY}}`, `(${KEY.toUpperCase()})`, ` \u200b${KEY}\u00a0`])(
    'is the same without letter case, braces and what nobody sees: %j',
    (text) => {
      expect(readUniqueKey(text)).toBe(KEY);
      expect(readUniqueKey(readUniqueKey(text))).toBe(KEY);
    },
  );

  it.each([
    null,
    '',
    ' ',
    '\u200b',
    '0',
    '00000000-0000-0000-0000-000000000000',
    '{00000000-0000-0000-0000-000000000000}',
    '0'.repeat(32),
  ])('is none: %j', (text) => {
    expect([readUniqueKey(text), readId(text)]).toEqual([null, null]);
  });

  it.each(['00', '00000000-0000-0000-0000-000000000001', '0042', '{}', 'none'])('is one: %j', (text) => {
    expect(readUniqueKey(text)).toBe(text);
  });
});

describe('the EmployeeId of a manager', () => {
  it('keeps its letter case', () => {
    expect(readId(' PW1\u200b')).toBe('PW1');
  });
});
