import { comesFromConsole, CONSOLE_HEADER, ownOrigin } from './own-origin';

describe('where the console is', () => {
  it.each(['localhost:3000', 'LOCALHOST:3000', '127.0.0.1', '127.8.0.1:8080', '[::1]:3000'])(
    'is on this machine at %s',
    (host) => {
      expect(ownOrigin(undefined, host)).toBe(`http://${host.toLowerCase()}`);
    },
  );

  it.each([
    undefined,
    '',
    'peoplesync.example',
    '10.0.0.5:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    'localhost:3000, evil.example',
    '0.0.0.0:3000',
  ])('is nowhere that a cookie could be trusted at %j', (host) => {
    expect(ownOrigin(undefined, host)).toBeUndefined();
  });

  it('is where the configuration says, whatever a proxy calls this server', () => {
    expect(ownOrigin('https://peoplesync.example', '10.0.0.5:3000')).toBe('https://peoplesync.example');
    expect(ownOrigin('https://peoplesync.example', 'localhost:3000')).toBe('https://peoplesync.example');
  });
});

describe('a request by cookie', () => {
  const own = 'https://peoplesync.example';
  const sent = { [CONSOLE_HEADER]: '1' };

  it.each([
    ['the console, in a browser of today', { ...sent, origin: own, 'sec-fetch-site': 'same-origin' }],
    ['the console, in a browser that names no site', { ...sent, origin: own }],
    ['the console, behind something that drops Origin', { ...sent, 'sec-fetch-site': 'same-origin' }],
  ])('changes something from %s', (_from, headers) => {
    expect(comesFromConsole(headers, own, true)).toBe(true);
  });

  it.each([
    ['another site', { ...sent, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site that is silent about itself', { ...sent, origin: 'https://evil.example' }],
    ['a sandboxed frame', { ...sent, origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a neighbour under the same domain', { ...sent, origin: 'https://blog.example', 'sec-fetch-site': 'same-site' }],
    ['the same host in clear', { ...sent, origin: 'http://peoplesync.example', 'sec-fetch-site': 'cross-site' }],
    ['another port', { ...sent, origin: 'https://peoplesync.example:8443', 'sec-fetch-site': 'same-site' }],
    ['a form of its own page', { origin: own, 'sec-fetch-site': 'same-origin' }],
    ['a typed address', { ...sent, 'sec-fetch-site': 'none' }],
    ['a program that says nothing of where it is', sent],
    ['one that contradicts itself', { ...sent, origin: own, 'sec-fetch-site': 'cross-site' }],
  ])('changes nothing from %s', (_from, headers) => {
    expect(comesFromConsole(headers, own, true)).toBe(false);
  });

  it.each([
    ['the console', { 'sec-fetch-site': 'same-origin' }, true],
    ['a typed address', { 'sec-fetch-site': 'none' }, true],
    ['an old browser', {}, true],
    ['another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }, false],
    ['a script of another site', { origin: 'https://evil.example' }, false],
  ])('reads from %s: %s', (_from, headers, may) => {
    expect(comesFromConsole(headers, own, false)).toBe(may);
  });
});
