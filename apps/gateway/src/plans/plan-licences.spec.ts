import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { planLicences } from './plan-licences';

const use = (joined: number, left = 0, rejoined = 0) => ({ joined, rejoined, left });

describe('the licences that changes need', () => {
  it.each([
    ['all fit', { seats: 10, active: 5, waiting: 0 }, use(5), 0, 0],
    ['two too many', { seats: 10, active: 5, waiting: 0 }, use(7), 2, 2],
    ['leavers make room', { seats: 10, active: 10, waiting: 0 }, use(2, 3), 0, 0],
    ['somebody who comes back needs one too', { seats: 10, active: 10, waiting: 0 }, use(1, 1, 1), 1, 1],
    ['those who wait already are served as well', { seats: 10, active: 10, waiting: 4 }, use(1, 2), 0, 3],
    ['licences were lowered below those in use', { seats: 3, active: 10, waiting: 0 }, use(1, 2), 1, 1],
  ])('%s', (_what, licences, plan, needed, wouldWait) => {
    expect(planLicences(licences, plan)).toMatchObject({ ...licences, unlimited: false, needed, wouldWait });
  });

  it('are none without a limit, and none once it is decided', () => {
    const none = { needed: 0, wouldWait: 0, message: null };
    expect(planLicences({ active: 5, waiting: 0 }, use(99))).toMatchObject({ seats: null, ...none });
    expect(planLicences({ seats: 1, active: 5, waiting: 2 }, undefined)).toMatchObject(none);
  });

  it('are told in a sentence that counts those who leave as free, and those who wait already first', () => {
    expect(planLicences({ seats: 100, active: 100, waiting: 3 }, use(1, 2)).message).toMatch(
      /^You need 4 licences, 2 are free after those who leave: 2 people would wait for a licence\./,
    );
    expect(planLicences({ seats: 100, active: 0, waiting: 0 }, use(0, 0)).message).toBeNull();
  });

  it('are as many as stay without a seat', () => {
    const count = fc.nat({ max: 50 });
    fc.assert(
      fc.property(count, count, count, count, count, (seats, waiting, joined, rejoined, left) => {
        const active = seats;
        const { wouldWait, needed } = planLicences(
          { seats, active, waiting },
          use(joined, Math.min(left, active), rejoined),
        );
        const seated = waiting + joined + rejoined - wouldWait;
        expect(active - Math.min(left, active) + seated).toBeLessThanOrEqual(seats);
        expect(wouldWait).toBeGreaterThanOrEqual(needed);
      }),
      { numRuns: propertyRuns() },
    );
  });
});
