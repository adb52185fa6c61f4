import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { guarded, unguarded } from './formula-guard';

describe('a text that a spreadsheet could take for a formula', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+44 20', "'+44 20"],
    ['-5', "'-5"],
    ['@home', "'@home"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠A1', "'＠A1"],
    ['  =1', "'  =1"],
    ['\u00a0=1', "'\u00a0=1"],
    ['\u200b=1', "'\u200b=1"],
    ['\u202e\u2066=1', "'\u202e\u2066=1"],
    ['\ufeff=1', "'\ufeff=1"],
    ['\u0000=1', "'\u0000=1"],
    ['"=1', '\'"=1'],
    ['Moss;=1+1', "Moss;'=1+1"],
    ['Moss; \u200b@x;+1', "Moss;' \u200b@x;'+1"],
    ['Moss\n=1', "Moss\n'=1"],
    ['Moss;"=1', 'Moss;\'"=1'],
  ])('%j has an apostrophe before each of them: %j', (text, harmless) => {
    expect(guarded(text)).toBe(harmless);
  });

  it.each(['Ada Moss', "O'Brien", 'a=b', 'ada+moss@northwind.example', 'Moss; Ben', '', "'", 'x-y', '(=1)'])(
    'is none of %j',
    (text) => {
      expect(guarded(text)).toBe(text);
      expect(unguarded(text)).toBe(text);
    },
  );

  it('comes back as it was, whatever it is, and guarded once more too', () => {
    const sign = fc.constantFrom(...'=+-@\t\r\n;＝＠ \u200b\u202e"\'a,'.split(''));
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(sign).map((signs) => signs.join('')),
    );
    fc.assert(
      fc.property(text, (value) => {
        expect(unguarded(guarded(value))).toBe(value);
        expect(unguarded(guarded(guarded(value)))).toBe(guarded(value));
        // Nothing is left that begins a cell and a formula.
        expect(guarded(value)).not.toMatch(/(^|[;\t\r\n])[\s\p{Cc}\p{Cf}"]*[=+\-@＝＋－＠]/u);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });
});
