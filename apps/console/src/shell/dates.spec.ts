import { dayOf, dayOfInstant, showTimesIn, shown } from './dates';

describe('a time on the screen', () => {
  const instant = '2026-06-30T22:30:00.000Z';

  it("is the company's, wherever the reader sits", () => {
    showTimesIn('Europe/London');
    expect(shown(instant)).toBe('30 Jun 2026, 23:30');
    expect(dayOfInstant(instant)).toBe('30 June 2026');
    showTimesIn('Asia/Kolkata');
    expect(shown(instant)).toBe('1 Jul 2026, 04:00');
    expect(dayOfInstant(instant)).toBe('1 July 2026');
  });

  it('is UTC in a zone that the browser does not know, and nothing where there is none', () => {
    showTimesIn('Europe/Atlantis');
    expect(shown(instant)).toBe('30 Jun 2026, 22:30');
    expect(shown(null)).toBe('');
  });

  it('is the same day everywhere if PeopleHR sent a day', () => {
    showTimesIn('Pacific/Auckland');
    expect(dayOf('2026-03-03')).toBe('3 March 2026');
    expect(dayOf('soon')).toBe('soon');
  });
});
