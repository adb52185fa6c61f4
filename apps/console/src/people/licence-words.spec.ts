import { licencesInUse, licencesMissing } from './licence-words';

describe('licences in words', () => {
  it('says how many are in use, and who waits', () => {
    expect(licencesInUse({ seats: 1200, unlimited: false, active: 1180, waiting: 0 })).toBe(
      '1,180 of 1,200 licences in use',
    );
    expect(licencesInUse({ seats: 100, unlimited: false, active: 100, waiting: 3 })).toBe(
      '100 of 100 licences in use, 3 waiting',
    );
    expect(licencesInUse({ seats: null, unlimited: true, active: 7, waiting: 0 })).toBe(
      '7 licences in use, without a limit',
    );
  });

  it('counts those that were taken away as missing too', () => {
    expect(licencesMissing({ seats: 100, unlimited: false, active: 100, waiting: 3 })).toBe(3);
    expect(licencesMissing({ seats: 90, unlimited: false, active: 100, waiting: 3 })).toBe(13);
    expect(licencesMissing({ seats: null, unlimited: true, active: 100, waiting: 0 })).toBe(0);
  });
});
