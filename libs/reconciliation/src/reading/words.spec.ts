import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { foldedWords } from './words';

describe('words as a reader sees them', () => {
  it.each([
    ['Kiln  Hall', ' kiln hall '],
    ['KILN HALL', 'Kiln\u00a0Hall'],
    ['Kiln Hall', 'Kiln\u200b Ha\u00adll\ufeff'],
    ['caf\u00e9', 'cafe\u0301'],
    ['Café', 'CAFE\u0301'],
    ['R&D', 'r&amp;d'],
    ['R&D', 'R&amp;amp;D'],
    ['Zoë’s Café', 'zo&euml;&rsquo;s caf&#233;'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['Sales', '\u202aSales\u202c'],
  ])('are the same: %j and %j', (one, other) => {
    expect(foldedWords(one)).toBe(foldedWords(other));
  });

  it.each([
    ['Leeds', 'Leeds 2'],
    ['cafe', 'café'],
    ['R&D', 'R D'],
    ['Sales', 'Sale'],
    ['AT&T', 'AT T'],
  ])('are not the same: %j and %j', (one, other) => {
    expect(foldedWords(one)).not.toBe(foldedWords(other));
  });

  it('are none if there is nothing to see', () => {
    for (const text of ['', '  ', '\u200b\u2060', '&nbsp;', '&#8203;\ufeff']) expect(foldedWords(text)).toBe('');
  });

  it('stay as they are once they are folded, whatever they were', () => {
    const unit = fc.oneof(
      fc.constantFrom('&amp;', '&', ';', '#', 'x26', '\u037e', '\u200b', 'İ', 'ß', ' '),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const folded = foldedWords(units.join(''));
        expect(foldedWords(folded)).toBe(folded);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });
});
