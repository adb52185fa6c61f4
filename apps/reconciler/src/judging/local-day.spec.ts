import { localDays } from './local-day';

describe('the day in a tenant’s time zone', () => {
  const localDay = localDays();

  it.each([
    ['2026-03-01T23:59:59.999Z', 'Europe/London', '2026-03-01'],
    ['2026-06-30T23:00:00Z', 'Europe/London', '2026-07-01'],
    ['2026-10-25T00:30:00Z', 'Europe/London', '2026-10-25'],
    ['2026-03-01T12:00:00Z', 'Pacific/Auckland', '2026-03-02'],
    ['2026-03-01T03:00:00+09:00', 'America/New_York', '2026-02-28'],
  ])('%s in %s is %s', (instant, zone, day) => {
    expect(localDay(instant, zone)).toBe(day);
    expect(localDay(instant, zone)).toBe(day);
  });

  it('is refused for a zone that does not exist', () => {
    expect(() => localDay('2026-03-01T12:00:00Z', 'Europe/Atlantis')).toThrow(RangeError);
  });
});
