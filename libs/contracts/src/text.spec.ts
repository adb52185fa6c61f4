import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { asLine, cutText, isText, isTextJson, kindOf, markUnfit, unfitAt } from './text';

/** Any UTF-16 units at all, odd ones often. */
const anyText = fc
  .array(fc.oneof(fc.nat(0xffff), fc.nat(0xa0), fc.constantFrom(0xd83c, 0xdffa, 0x2028, 0x5c, 0x22)), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));

describe('a text', () => {
  it.each([
    ["Zoë O'Neill 日本 🏺", true, true],
    ['a name written right to left: \u202eזואי\u202c, with \u200b and \ufeff', true, true],
    ['', true, true],
    ['two\nlines', false, true],
    ['two\r\nlines', false, true],
    ['a\ttab', false, true],
    ['two\u2028lines', false, true],
    ['NUL\0', false, false],
    ['bell\u0007', false, false],
    ['escape\u001b[31m', false, false],
    ['form\ffeed', false, false],
    ['delete\u007f', false, false],
    ['C1\u0085', false, false],
    ['half \ud83c', false, false],
    ['\udffa half', false, false],
  ])('(%j) can be a line: %s, can be prose: %s', (text, line, prose) => {
    expect([isText(text, 'line'), isText(text, 'prose')]).toEqual([line, prose]);
  });

  it('is prose where somebody gives a reason, and a line everywhere else', () => {
    expect(['reason', 'name', 'team', 'email', 'search', 'cursor', ''].map(kindOf)).toEqual([
      'prose',
      ...Array.from({ length: 6 }, () => 'line'),
    ]);
  });

  it('tells where it breaks the rule', () => {
    expect(unfitAt('Ada\0Moss', 'line')).toBe(3);
    expect(unfitAt('Ada\nMoss', 'prose')).toBe(-1);
  });

  it('is a line once another program’s words went through, and they are the same a second time', () => {
    expect(asLine('Head of\r\nKilns\0\u2029and \ud83c')).toBe('Head of Kilns and \ufffd');
    fc.assert(
      fc.property(anyText, (text) => {
        const line = asLine(text);
        expect(isText(line, 'line')).toBe(true);
        expect(asLine(line)).toBe(line);
        if (isText(text, 'line')) expect(line).toBe(text);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('is cut between characters, never within one', () => {
    expect(cutText('a🏺', 2)).toBe('a');
    expect(cutText('a🏺', 3)).toBe('a🏺');
    fc.assert(
      fc.property(anyText.map(asLine), fc.nat(70), (text, max) => {
        const cut = cutText(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(text.startsWith(cut) && isText(cut, 'line')).toBe(true);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('that was none is marked, and then is nobody’s name', () => {
    expect(markUnfit('acme\0')).toBe('acme\ufffd');
    expect(markUnfit('acme')).toBe('acme');
  });
});

describe('JSON', () => {
  it.each([
    ['a backslash and u0000, as somebody wrote them', { a: '\\u0000 \\\\u0000 \\b \\ud83c' }, true],
    ['quotes, tabs and line ends', { a: '"\t\r\n"' }, true],
    ['NUL', { a: 'x\0' }, false],
    ['NUL behind a backslash', { a: '\\\0' }, false],
    ['half a pair', { a: ['\ud83c'] }, false],
    ['C1', { a: '\u0085' }, false],
    ['a name with NUL', { 'a\0': 1 }, false],
  ])('with %s is fit: %#', (_what, value, fit) => {
    expect(isTextJson(JSON.stringify(value))).toBe(fit);
  });

  it('is fit just if each of its texts is', () => {
    fc.assert(
      fc.property(anyText, anyText, (name, text) => {
        expect(isTextJson(JSON.stringify({ [name]: [text] }))).toBe(isText(name, 'prose') && isText(text, 'prose'));
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });
});
