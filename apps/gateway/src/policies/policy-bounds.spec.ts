import { bounds } from '@people-sync/contracts/api';
import { defaultPolicy, type Policy, PolicyChanged } from '@people-sync/contracts';
import { validated } from '@people-sync/platform';
import { UpdatePolicyBody } from './policy.dto';

/** What is not given stays as it is: of the scope only one field is. */
const sent = ({ scope, ...change }: Partial<Policy>): object =>
  scope ? { ...change, scope: { location: scope.location } } : change;
const doorTakes = async (change: Partial<Policy>): Promise<boolean> =>
  (await validated(UpdatePolicyBody, sent(change))).wrong.length === 0;
const contractTakes = (change: Partial<Policy>): boolean =>
  PolicyChanged.validate({ policyVersion: 1, policy: { ...defaultPolicy, ...change }, leavingShown: null });

const id = (number: number): string => `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`;
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => id(index));
const values = (count: number, length: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index).padStart(length, 'x'));
const located = (include: string[]) => ({ ...defaultPolicy.scope, location: { include, exclude: [] } });

describe('the bounds of a policy', () => {
  it.each<[string, Partial<Policy>, Partial<Policy>]>([
    ['days', { daysBeforeStart: bounds.days }, { daysBeforeStart: bounds.days + 1 }],
    ['values', { scope: located(values(bounds.values, 4)) }, { scope: located(values(bounds.values + 1, 4)) }],
    [
      'length of a value',
      { scope: located(values(1, bounds.valueLength)) },
      { scope: located(values(1, bounds.valueLength + 1)) },
    ],
    ['people', { protectedPeople: ids(bounds.people) }, { protectedPeople: ids(bounds.people + 1) }],
    [
      'length of a reason',
      { leaveOut: [{ personId: id(1), reason: 'x'.repeat(bounds.reasonLength) }] },
      { leaveOut: [{ personId: id(1), reason: 'x'.repeat(bounds.reasonLength + 1) }] },
    ],
  ])('are those that the event allows: %s', async (_what, atLimit, above) => {
    expect([await doorTakes(atLimit), contractTakes(atLimit)]).toEqual([true, true]);
    expect([await doorTakes(above), contractTakes(above)]).toEqual([false, false]);
  });
});
