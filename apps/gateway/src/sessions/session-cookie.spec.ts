import { cookieIn, cookieName, digestOf, newSecret, setCookie } from './session-cookie';

describe('the cookie of a session', () => {
  it('can be set by nobody else, and goes over HTTPS only, where the console is reached so', () => {
    expect(setCookie('https://peoplesync.example', 'x', 60)).toBe(
      '__Host-peoplesync=x; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
    );
  });

  it('is another one for each port of one machine', () => {
    expect(setCookie('http://localhost:3000', 'x', 60)).toBe(
      'peoplesync-3000=x; Path=/; Max-Age=60; HttpOnly; SameSite=Strict',
    );
    expect(cookieName('http://127.0.0.1')).toBe('peoplesync-80');
  });

  it('is found among others', () => {
    expect(cookieIn('a=1; __Host-peoplesync=abc; b=2', '__Host-peoplesync')).toBe('abc');
    expect(cookieIn('peoplesync-3000=abc', 'peoplesync-3000')).toBe('abc');
  });

  it.each([undefined, '', 'a=1', 'x__Host-peoplesync=abc', '__Host-peoplesyncs=abc', '__Host-peoplesync'])(
    'is not in %j',
    (header) => {
      expect(cookieIn(header, '__Host-peoplesync')).toBeUndefined();
    },
  );

  it('is nobody when it comes twice: one of both is somebody else’s', () => {
    expect(cookieIn('peoplesync-80=mine; peoplesync-80=theirs', 'peoplesync-80')).toBeUndefined();
  });
});

describe('a secret', () => {
  it('is stored as a digest only, which is found again by its text', () => {
    const { text, digest } = newSecret();
    expect(digestOf(text)).toEqual(digest);
    expect(digest.toString('base64url')).not.toContain(text);
    expect(newSecret().text).not.toBe(text);
  });

  it.each(['', 'short', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}\n`, `${'x'.repeat(42)}ü`, "' OR 1=1 --"])(
    'is not %j, which is never looked for',
    (text) => {
      expect(digestOf(text)).toBeUndefined();
    },
  );
});
