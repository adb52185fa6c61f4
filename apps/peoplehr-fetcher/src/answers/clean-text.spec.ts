import { propertyRuns } from '@people-sync/testing/property-runs';
import * as fc from 'fast-check';
import { cleanText, fieldText, MAX_TEXT } from './clean-text';

describe("a text of PeopleHR's", () => {
  it.each([
    ['is trimmed', '  Ines \t', 'Ines'],
    ['keeps accents, scripts and symbols', "Zoë O'Neill 日本 🏺", "Zoë O'Neill 日本 🏺"],
    ['loses control characters', 'I\u0000n\u0007es\u009f', 'Ines'],
    ['gets a space for a line break', 'Head of\r\nKilns', 'Head of Kilns'],
    ['has half a surrogate pair replaced', 'Kiln\ud83c', 'Kiln\ufffd'],
    ['is missing when blank', ' \u00a0\n', null],
    ['is missing when nothing but control characters is there', '\u0000\u0001', null],
  ])('%s', (_, raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });

  it('is cut at 254, never inside a surrogate pair', () => {
    expect(cleanText('x'.repeat(300))).toBe('x'.repeat(254));
    expect(cleanText(`${'x'.repeat(253)}🏺`)).toBe('x'.repeat(253));
  });

  it('can be stored and sent whatever it was', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff), { maxLength: 400 }), (units) => {
        const clean = cleanText(String.fromCharCode(...units)) ?? 'x';
        expect(clean.length).toBeLessThanOrEqual(MAX_TEXT);
        expect(clean).toBe(clean.trim());
        expect(/[\p{Cc}\p{Cs}]/u.test(clean)).toBe(false);
        expect(cleanText(clean)).toBe(clean);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('is marked as unreadable at its end if it is too long, and not otherwise', () => {
    expect(fieldText('x'.repeat(254), false)).toBe('x'.repeat(254));
    expect(fieldText(` ${'x'.repeat(254)} `, false)).toBe('x'.repeat(254));
    expect(fieldText('x'.repeat(255), false)).toBe(`${'x'.repeat(253)}\ufffd`);
    expect(fieldText(`${'x'.repeat(252)}🏺🏺`, false)).toBe(`${'x'.repeat(252)}\ufffd`);
    expect(fieldText('Kiln Technician', true)).toBe('Kiln Technician\ufffd');
    expect(fieldText('  ', true)).toBe('\ufffd');
    expect(fieldText('  ', false)).toBeNull();
  });
});
