import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { minuteOf, nextStart, type NightPlan, secondOfDay, timeOf } from './night';
import { clockAt } from '../clocks/zone-clock';

const night = { from: 60, until: 300 };
const plan = (over: Partial<NightPlan> = {}): NightPlan => ({
  tenantId: 'northwind-tiles',
  minute: 90,
  timeZone: 'Europe/London',
  ...over,
});
const next = (after: string, over: Partial<NightPlan> = {}): string =>
  nextStart(new Date(after), plan(over), night).toISOString();

describe('the next start of a nightly sync', () => {
  it.each([
    ['is tonight', '2026-02-10T00:00:00Z', '2026-02-10T01:30:00.000Z'],
    ['is tomorrow night once it has been', '2026-02-10T01:30:00Z', '2026-02-11T01:30:00.000Z'],
    ['is an hour late where its hour is missing', '2026-03-29T00:00:00Z', '2026-03-29T01:30:00.000Z'],
    ['is at its time again the night after', '2026-03-29T01:30:00Z', '2026-03-30T00:30:00.000Z'],
    ['is at the first of two such times', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00.000Z'],
    ['is not at the second of them', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00.000Z'],
    ['is one, however many nights were missed', '2026-06-20T15:00:00Z', '2026-06-21T00:30:00.000Z'],
  ])('%s', (_, after, start) => {
    expect(next(after)).toBe(start);
  });

  it('is in the night of the company, wherever that is', () => {
    expect(next('2026-02-10T12:00:00Z', { timeZone: 'Asia/Tokyo' })).toBe('2026-02-10T16:30:00.000Z');
    expect(next('2026-02-10T12:00:00Z', { timeZone: 'America/Los_Angeles' })).toBe('2026-02-11T09:30:00.000Z');
  });

  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const minutes = fc.integer({ min: 0, max: 1439 });
  const instants = fc.date({ min: new Date('2010-01-01'), max: new Date('2037-01-01'), noInvalidDate: true });

  it('comes after, within two days, at that time or as much later as the clocks skip', () => {
    fc.assert(
      fc.property(instants, zones, minutes, (after, timeZone, minute) => {
        const start = nextStart(after, plan({ timeZone, minute }), night);
        expect(start > after).toBe(true);
        expect(start.getTime() - after.getTime()).toBeLessThanOrEqual(51 * 3_600_000);
        const late = (clockAt(start, timeZone) / 60_000 - minute + 14_400_000) % 1440;
        expect(late).toBeLessThanOrEqual(120);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('is once for each day of the calendar, whatever the clocks do', () => {
    fc.assert(
      fc.property(fc.constantFrom(2026, 2027), zones, minutes, (year, timeZone, minute) => {
        let at = new Date(Date.UTC(year, 0, 1));
        const days: number[] = [];
        for (let night = 0; night < 370; night += 1) {
          at = nextStart(at, plan({ timeZone, minute }), { from: 60, until: 300 });
          days.push(Math.floor(clockAt(at, timeZone) / 86_400_000));
        }
        expect(new Set(days).size).toBe(370);
        expect((days.at(-1) ?? 0) - (days[0] ?? 0)).toBe(369);
      }),
      { numRuns: propertyRuns(20) },
    );
  });
});

describe('the time of companies that have chosen none', () => {
  const names = Array.from({ length: 2_000 }, (_, index) => `tenant-${index}`);
  const seconds = (window: typeof night): number[] =>
    names.map((tenantId) => secondOfDay(plan({ tenantId, minute: null }), window));

  it('is in the window, the same every night, and evenly spread over it', () => {
    const all = seconds(night);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(3600);
    expect(Math.max(...all)).toBeLessThan(5 * 3600);
    expect(seconds(night)).toEqual(all);
    const minutes = new Map<number, number>();
    for (const second of all) minutes.set(Math.floor(second / 60), (minutes.get(Math.floor(second / 60)) ?? 0) + 1);
    // 2,000 over 240 minutes, and PeopleHR allows 30 a minute.
    expect(Math.max(...minutes.values())).toBeLessThanOrEqual(30);
  });

  it('may be on both sides of midnight', () => {
    const all = seconds({ from: 23 * 60, until: 60 });
    expect(all.every((second) => second >= 23 * 3600 || second < 3600)).toBe(true);
    expect(all.some((second) => second >= 23 * 3600) && all.some((second) => second < 3600)).toBe(true);
  });
});

it('a time of day is written with two digits each', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1439 }), (minute) => minuteOf(timeOf(minute)) === minute),
    {
      numRuns: propertyRuns(),
    },
  );
  expect(timeOf(65)).toBe('01:05');
});
