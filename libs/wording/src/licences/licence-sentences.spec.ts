import { licencesInUse, licencesMissing, licencesNeeded, licencesNextStep } from './licence-sentences';

describe('licences in words', () => {
  it('say how many are in use, and who waits', () => {
    expect(licencesInUse({ seats: 1200, active: 1180, waiting: 0 })).toBe('1,180 of 1,200 licences in use');
    expect(licencesInUse({ seats: 100, active: 100, waiting: 3 })).toBe('100 of 100 licences in use, 3 waiting');
    expect(licencesInUse({ seats: 1, active: 0, waiting: 0 })).toBe('0 of 1 licence in use');
    expect(licencesInUse({ seats: null, active: 7, waiting: 0 })).toBe('7 licences in use, without a limit');
  });

  it('count those that were taken away as missing too', () => {
    expect(licencesMissing({ seats: 100, active: 100, waiting: 3 })).toBe(3);
    expect(licencesMissing({ seats: 90, active: 100, waiting: 3 })).toBe(13);
    expect(licencesMissing({ seats: null, active: 100, waiting: 0 })).toBe(0);
  });

  it('say what to do while somebody waits, and nothing while nobody does', () => {
    expect(licencesNextStep({ seats: 90, active: 100, waiting: 0 })).toBeNull();
    expect(licencesNextStep({ seats: 100, active: 100, waiting: 1 })).toMatch(/^1 more licence is needed\. Ask your/);
    expect(licencesNextStep({ seats: 100, active: 100, waiting: 3 })).toMatch(/^3 more licences are needed\./);
    expect(licencesNextStep({ seats: 110, active: 100, waiting: 3 })).toBe(
      'There are licences: they are added in a moment.',
    );
  });

  it('tell before the first sync how many it takes', () => {
    expect(licencesNeeded({ wanted: 120, free: 100, leaving: 0 })).toMatch(
      /^You need 120 licences, 100 are free: 20 people would wait for a licence\./,
    );
  });

  it('tell of changes those of the leavers as free', () => {
    expect(licencesNeeded({ wanted: 4, free: 2, leaving: 2 })).toMatch(
      /^You need 4 licences, 2 are free after those who leave: 2 people would wait/,
    );
    expect(licencesNeeded({ wanted: 1, free: 100, leaving: 0 })).toBe('You need 1 licence, 100 are free.');
  });

  it('are not spoken of when nobody needs one', () => {
    expect(licencesNeeded({ wanted: 0, free: 4, leaving: 4 })).toBeNull();
  });
});
