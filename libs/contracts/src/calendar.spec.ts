import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { instantOf, isDay } from './calendar';

describe('an instant', () => {
  it.each([
    ['2026-03-02T07:00:00Z', '2026-03-02T07:00:00.000Z'],
    ['2026-03-02T07:00:00.1234567+01:00', '2026-03-02T06:00:00.123Z'],
    ['2028-02-29T23:59:59-12:00', '2028-03-01T11:59:59.000Z'],
    ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'],
  ])('is told by %s', (text, instant) => {
    expect(instantOf(text)?.toISOString()).toBe(instant);
  });

  it.each([
    'yesterday',
    '',
    '2026-03-02',
    '2026-03-02T07:00',
    '2026-03-02T07:00:00',
    '2026-03-02 07:00:00Z',
    '2026-03-02t07:00:00z',
    '2026-02-31T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T07:60:00Z',
    '2016-12-31T23:59:60Z',
    '2026-03-02T07:00:00+15:00',
    '2026-03-02T07:00:00+0100',
    '2026-03-02T07:00:00.Z',
    '2026-03-02T07:00:00.1234567890Z',
    '0000-01-01T00:00:00Z',
    '1899-12-31T23:59:59Z',
    '1900-01-01T00:00:00+01:00',
    '3000-01-01T00:00:00Z',
    '+012026-03-02T07:00:00Z',
    '2026-03-02T07:00:00Z\n',
    '２０２６-03-02T07:00:00Z',
  ])('is not told by %j', (text) => {
    expect(instantOf(text)).toBeUndefined();
  });

  it('is each one that a computer writes, in all the years that are meant', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2999-12-31T23:59:59Z'), noInvalidDate: true }),
        (date) => {
          expect(instantOf(date.toISOString())).toEqual(date);
          expect(isDay(date.toISOString().slice(0, 10))).toBe(true);
        },
      ),
      { numRuns: propertyRuns() },
    );
  });
});

describe('a day', () => {
  it.each([
    '2026-02-29',
    '2026-02-31',
    '2026-04-31',
    '2026-13-01',
    '1900-02-29',
    '2026-1-1',
    '',
    '2026-03-02T00:00:00Z',
  ])('is not told by %j', (text) => {
    expect(isDay(text)).toBe(false);
  });
});
