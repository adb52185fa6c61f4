import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { addDays, dayOf, isUnreadable, readDate } from './plain-date';

describe('a plain date', () => {
  it('is a day of the calendar, written yyyy-MM-dd', () => {
    expect(dayOf('2028-02-29')).toBe('2028-02-29');
    for (const text of [
      '2026-02-29',
      '2026-04-31',
      '2026-13-01',
      '2026-1-1',
      '01/02/2026',
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
    const text = fc.tuple(fc.integer({ min: 1902, max: 2110 }), part(13), part(32)).map((parts) => parts.join('-'));
    fc.assert(
      fc.property(text, (day) => {
        const date = new Date(`${day}T00:00:00Z`);
        const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
        expect(dayOf(day)).toBe(real ? day : null);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });

  it.each([
    '2024-01-31',
    '2024-01-31T00:00:00',
    '2024-01-31T00:00:00.000',
    '2024-01-31T00:00:00.0000000Z',
    '2024-01-31T00:00:00Z',
    '2024-01-31t00:00z',
    '2024-01-31T00:00:00+00:00',
    '2024-01-31T00:00:00+01:00',
    '2024-01-31T00:00:00-0500',
    '2024-01-31 00:00:00',
    '2024-01-31 00:00',
    ' \u200e2024-01-31\u00a0',
  ])('is read with the midnight that other programs write behind it: %j', (text) => {
    expect([readDate(text), dayOf(text), isUnreadable(text)]).toEqual(['2024-01-31', '2024-01-31', false]);
  });

  it.each([
    null,
    '',
    '\u200b',
    '0',
    '0000-00-00',
    '0001-01-01',
    '0001-01-01T00:00:00',
    '01/01/0001 00:00:00',
    '1/1/1900',
    '1753-01-01',
    '1899-12-30 00:00:00',
    '1901-12-31',
    '9999-12-31',
    '9999-12-31T23:59:59.9999999',
    '31/12/9999',
  ])('is blank if it stands for no date: %j', (text) => {
    expect([readDate(text), dayOf(text), isUnreadable(text)]).toEqual([null, null, false]);
  });

  it.each([
    '2026-02-31',
    '2026-02-31T00:00:00',
    '2026-13-01',
    '2024-01-31T09:00:00',
    '2024-06-30T23:00:00Z',
    '2024-01-31T00:00:01',
    '2024-01-31T',
    '31/01/2024',
    '2024/01/31',
    '31.01.24',
    '20240131',
    '45322',
    '1706659200000',
    '/Date(1706659200000)/',
    '12024-01-31',
    '-2024-01-31',
    'end of May',
    'n/a',
  ])('cannot be read, and decides nothing: %j', (text) => {
    expect([readDate(text), dayOf(text), isUnreadable(text)]).toEqual([text, null, true]);
  });

  it('is read once: what was read stays as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0129/:T .Z+\u200b-]*$/), (text) => {
        const read = readDate(text);
        expect(readDate(read)).toBe(read);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('may lie in the first and the last year in which anybody starts or leaves', () => {
    for (const day of ['1902-01-01', '9998-12-31']) expect([dayOf(day), isUnreadable(day)]).toEqual([day, false]);
  });

  it('moves by days over months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
  });
});
