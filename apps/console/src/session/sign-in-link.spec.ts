import { isSecretive, offerFrom, offerIn } from './sign-in-link';

const code = 'x'.repeat(43);

describe('a link that signs in', () => {
  it('offers its code, or else its token', () => {
    expect(offerIn(`#code=${code}`)).toEqual({ code });
    expect(offerIn('#token=a.b.c')).toEqual({ token: 'a.b.c' });
    expect(offerIn(`#token=a.b.c&code=${code}`)).toEqual({ code });
  });

  it.each(['', '#', '#problems', '#code=', '#code=%20', '#token', '#else=1'])('offers nothing with %j', (fragment) => {
    expect(offerIn(fragment)).toBeNull();
  });

  it.each([`#code=${code}`, '#token=a.b.c', '#code=', '#Code=x', `#${code}`, '#code%3Dx', '#a&b'])(
    'does not stay in the address with %j, good or broken',
    (fragment) => {
      expect(isSecretive(fragment)).toBe(true);
    },
  );

  it.each(['', '#problems', '#content'])('is not %j, a place on a page', (fragment) => {
    expect(isSecretive(fragment)).toBe(false);
  });
});

describe('what somebody pastes', () => {
  it.each([
    [code, { code }],
    [` ${code}\n`, { code }],
    ['aaa.bbb.ccc', { token: 'aaa.bbb.ccc' }],
    [`http://127.0.0.1:3000/#code=${code}`, { code }],
    [`https://peoplesync.example/people?team=a#code=${code}`, { code }],
  ])('is taken for what it is: %j', (pasted, offered) => {
    expect(offerFrom(pasted)).toEqual(offered);
  });
});
