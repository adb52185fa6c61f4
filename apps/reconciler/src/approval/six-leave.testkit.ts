import type { Employee } from '@people-sync/contracts';
import { type CompanyUnderTest, firstOf, staff, type Synced } from '../company.testkit';

/** What PeopleHR says of somebody who has left. */
export const leaver = { status: '2', leavingDate: '2026-02-27' };

/** Twenty people, of whom six leave: one more than passes by itself. */
export function sixOfTwenty(anEmployee: (of: Pick<Employee, 'employeeId'>) => Employee) {
  const people = staff(anEmployee, 20);
  const sixGone = firstOf(people, 6, leaver);
  return {
    people,
    sixGone,
    /** Their plan waits. */
    sixLeave: async (company: CompanyUnderTest): Promise<Synced> => {
      await company.sync(people);
      const held = await company.sync(sixGone);
      expect(held.plan).toMatchObject({ outcome: 'held', heldBecause: ['leavers'], itemCount: 6 });
      return held;
    },
  };
}

/** Who of a company is inactive by now. */
export const noLonger = async (company: CompanyUnderTest): Promise<string[]> =>
  (await company.people()).filter((one) => one.endsWith(' left'));
