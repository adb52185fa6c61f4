import { waysToTry } from './test-server';

describe('where a test server comes from', () => {
  it('uses the given one and looks for no other', () => {
    expect(waysToTry('postgres://db', 'docker', true)).toEqual(['given']);
    expect(waysToTry('postgres://db', undefined, false)).toEqual(['given']);
  });

  it('prefers containers when an engine answers, and falls back to the embedded one', () => {
    expect(waysToTry(undefined, undefined, true)).toEqual(['container', 'embedded']);
    expect(waysToTry('', undefined, false)).toEqual(['embedded']);
  });

  it('takes what TEST_PROVIDER demands and nothing else', () => {
    expect(waysToTry(undefined, 'docker', false)).toEqual(['container']);
    expect(waysToTry(undefined, 'embedded', true)).toEqual(['embedded']);
  });
});
