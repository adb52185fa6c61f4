import { clockAt, instantOf } from './zone-clock';

const clock = (text: string): number => Date.parse(`${text}Z`);
const at = (text: string, zone: string): string => instantOf(clock(text), zone).toISOString();

describe('when the clocks of a zone show a time', () => {
  it.each([
    ['on a day like any other', '2026-07-01T02:30:00', 'Europe/London', '2026-07-01T01:30:00.000Z'],
    ['in winter', '2026-01-15T02:30:00', 'Europe/London', '2026-01-15T02:30:00.000Z'],
    [
      'in the hour that is missing: an hour later by the clock',
      '2026-03-29T01:30:00',
      'Europe/London',
      '2026-03-29T01:30:00.000Z',
    ],
    [
      'in the hour that comes twice: the first time',
      '2026-10-25T01:30:00',
      'Europe/London',
      '2026-10-25T00:30:00.000Z',
    ],
    ['in the missing hour of New York', '2026-03-08T02:10:00', 'America/New_York', '2026-03-08T07:10:00.000Z'],
    ['in the double hour of New York', '2026-11-01T01:10:00', 'America/New_York', '2026-11-01T05:10:00.000Z'],
    ['in the missing half hour of Lord Howe', '2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    ['at the midnight that Beirut skips', '2026-03-29T00:20:00', 'Asia/Beirut', '2026-03-28T22:20:00.000Z'],
    ['on the day that Samoa never had', '2011-12-30T02:00:00', 'Pacific/Apia', '2011-12-30T12:00:00.000Z'],
    ['where nobody knows the zone: as in UTC', '2026-07-01T02:30:00', 'Europe/Atlantis', '2026-07-01T02:30:00.000Z'],
  ])('%s', (_, shown, zone, instant) => {
    expect(at(shown, zone)).toBe(instant);
  });

  it('reads them to the second', () => {
    expect(clockAt(new Date('2026-07-01T23:59:59.900Z'), 'Asia/Kathmandu')).toBe(clock('2026-07-02T05:44:59'));
  });
});
