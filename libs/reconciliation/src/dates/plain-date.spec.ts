import fc from 'fast-check';
import { addDays, dayOf } from './plain-date';

describe('a plain date', () => {
  it('is a day of the calendar, written yyyy-MM-dd', () => {
    expect(dayOf('2028-02-29')).toBe('2028-02-29');
    for (const text of [
      '2026-02-29',
      '2026-04-31',
      '2026-13-01',
      '2026-1-1',
      '01/02/2026',
      '2026-01-01T00:00',
      '',
      '2o26-01-01',
      '2026-O1-01',
    ]) {
      expect(dayOf(text)).toBeNull();
    }
    for (const text of ['2026-01-1 ', '2026/01/01', '20260-1-01', '２０２６-01-01']) expect(dayOf(text)).toBeNull();
    expect(dayOf(null)).toBeNull();
  });

  it('is every day that Date knows, and no other', () => {
    const part = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
    const text = fc.tuple(fc.integer({ min: 1890, max: 2110 }), part(13), part(32)).map((parts) => parts.join('-'));
    fc.assert(
      fc.property(text, (day) => {
        const date = new Date(`${day}T00:00:00Z`);
        const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
        expect(dayOf(day)).toBe(real ? day : null);
      }),
      { numRuns: 2000 },
    );
  });

  it('moves by days over months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
  });
});
